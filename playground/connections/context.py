def connection(request):
    return {}
