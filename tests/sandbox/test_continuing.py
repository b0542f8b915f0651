from playground.sandbox.chat.compose import continued


def test_goes_on_where_the_text_begins_the_same_way():
    assert continued("The cat", "The cat sat.") == " sat."


def test_goes_on_from_the_next_word_of_another_text():
    assert continued("A dog", "The cat sat.") == " sat."
    assert continued("A dog ", "The cat sat.") == "sat."


def test_ends_what_was_said_in_full():
    assert continued("Very long, longer than that", "Short.") == " And that is all."
