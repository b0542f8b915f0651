"""Twisted's reactor on uvloop's event loop, which costs less than asyncio's; installed when this is imported.

Import it before Daphne, which installs a reactor of its own where there is none.
"""

import uvloop
from twisted.internet import asyncioreactor

asyncioreactor.install(uvloop.new_event_loop())
