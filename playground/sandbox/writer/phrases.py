"""The sentences that answers are put together from. `{subject}`, `{word}` and `{count}` come from the prompt."""

# ruff: noqa: E501 – prose is not wrapped here

GREETINGS = (
    "Hello! I'm the sandbox of this playground: no model is behind me, but I stream like one. What shall we try?",
    "Hi there! You are talking to the sandbox – no model, no key, no cost. Ask for a *table*, some *code* or a *poem*.",
    "Hey! Everything works. I'm only a sandbox without a model, so my answers are made of templates and your words.",
    "Good to hear from you! I'm a sandbox with no model behind it. Try “a table of three rivers” or “say exactly: hello”.",
)
OPENINGS = (
    "You asked about **{subject}**. This is the sandbox, with no model behind it, so I know nothing of it – but I can show what an answer looks like.",
    "Let's take **{subject}** as an example. I'm a sandbox without a model: the shape of this answer is real, its knowledge is not.",
    "About **{subject}**: no model is running here. The sandbox writes this from templates and the {count} words you sent.",
    "**{subject}** – a fine subject for a trial run. Mind that this sandbox has no model behind it and only plays with your words.",
)
SENTENCES = (
    "The word *{word}* comes straight from your message.",
    "A real model would now say something about {subject}; here you see how such text flows, wraps and breaks.",
    "Your message has {count} words, and every one of them was counted twice to fill this sentence.",
    "Change the connection in the side bar, and the same request about {subject} goes to a real model.",
    "What you read arrives in pieces, as `data:` lines of a server-sent event stream, a token at a time.",
    "With a `seed`, the same request gives the same words about *{word}* again; without one, they vary.",
    "Long paragraphs like this one are good for watching the page while it grows: nothing should jump, and what you select should stay selected.",
    "Set `max_completion_tokens` low, and the answer stops in the middle with the finish reason `length`.",
    "A `stop` sequence such as “{word}” would have ended the answer before the first time that word appears.",
    "Ask for `n` = 3 to read three versions side by side.",
    "The inspector below shows the request exactly as it was sent, and every event with its time.",
    "None of this costs anything, so {subject} may be tried as often as you like.",
)
ITEMS = (
    ("Start small", "ask one thing about {subject}, look at the answer, then add to it."),
    ("Name the form", "words like “table”, “code”, “list” or “poem” are taken up by the sandbox."),
    (
        "Give an example",
        "one line that shows what you mean by *{word}* says more than three that describe it.",
    ),
    ("Set limits", "`max_completion_tokens` and `stop` end an answer about {subject} where you want."),
    ("Compare", "run the same words twice, with and without a `seed`."),
    (
        "Use the roles",
        "put what always holds in a system message, and the question on {subject} in the user's.",
    ),
    ("Check the cost", "the metrics line counts tokens; your {count} words are only part of them."),
    ("Try a fault", "the model `sandbox-error-429` shows what a rate limit looks like."),
    ("Keep it", "every run is in the history, with its request, its answer and its timing."),
)
QUESTIONS = (
    "What does *{word}* mean to the reader?",
    "Which example makes *{word}* clear?",
    "What changes without *{word}*?",
    "Who asks about *{word}*, and why?",
    "How would you measure *{word}*?",
)
BEFORE_CODE = (
    "A small example in {language}, with the words of your prompt in it:",
    "The same in {language}:",
    "Here is a small piece of {language} to copy, about your own words:",
)
FORMULAS = (
    (
        "How sampling with a temperature $T$ works:",
        r"p_i = \frac{e^{z_i / T}}{\sum_{j=1}^{V} e^{z_j / T}}",
        r"As $T \to 0$ the most likely token takes all; at $T = 1$ the model's own distribution is used.",
    ),
    (
        "The perplexity of a text of $N$ tokens is",
        r"\mathrm{PP} = \exp\left(-\frac{1}{N} \sum_{i=1}^{N} \log p(t_i \mid t_{<i})\right)",
        "and the log probabilities in it are what the parameter `logprobs` returns.",
    ),
    (
        "Two embeddings $a$ and $b$ are compared by the cosine of the angle between them:",
        r"\cos\theta = \frac{a \cdot b}{\lVert a \rVert \, \lVert b \rVert}",
        r"For vectors of length 1 that is just the sum $\sum_i a_i b_i$.",
    ),
    (
        "A classic for trying out how formulas are set:",
        r"\int_{-\infty}^{\infty} e^{-x^2} \, dx = \sqrt{\pi}",
        r"Inline it reads $e^{i\pi} + 1 = 0$, in the middle of a sentence.",
    ),
)
TASKS = (
    "Send a first prompt about {subject}",
    "Ask for the same as a table",
    "Set a `seed` and compare two runs",
    "Add a tool and look at the call's arguments",
    "Try `response_format` with a JSON schema",
    "Stop an answer about *{word}* half-way and find it in the history",
    "Add a connection to a real model",
)
LINKS = (
    ("the API reference", "https://platform.openai.com/docs/api-reference/chat"),
    ("CommonMark", "https://commonmark.org/help/"),
    ("server-sent events", "https://developer.mozilla.org/docs/Web/API/Server-sent_events"),
    ("JSON Schema", "https://json-schema.org/learn/"),
)
VERSES = (
    ("A token came, and then came one more,", "on {word} it knocked like the tide on a shore;", "no model behind it, no memory, no might,", "just words in a sandbox, arranged in the night."),
    ("O {word}, you were typed in a field on a page,", "and echoed by templates that never will age.", "They know not your meaning, they carry your name,", "and, given one seed, they say it the same."),
    ("The stream it runs quickly, the cursor it blinks,", "of {word} it says more than it knows or it thinks;", "and when it is done, with a `[DONE]` it will rest,", "and you may decide which line you liked best."),
    ("Grey sand and a bucket, a castle, a tower,", "with {word} on the flag for a quarter of an hour;", "the waves of the next prompt will level it all,", "and build something new by the same little wall."),
)  # fmt: skip
HEADINGS = {
    "paragraph": ("In plain words", "What happens here", "A closer look at {subject}", "Some context"),
    "list": ("Hints", "What to try", "Ideas around {subject}"),
    "nested": ("Questions to ask", "An outline for {subject}"),
    "table": ("The words as a table", "{subject} in numbers"),
    "code": ("An example in code", "To copy"),
    "quote": ("What you wrote", "In your words"),
    "mathematics": ("A formula", "The mathematics"),
    "tasks": ("Next steps", "A plan for {subject}"),
    "links": ("Further reading",),
    "poem": ("A few lines on {subject}", "A poem"),
}
CLOSINGS = (
    "*Written by the sandbox; no model was asked.*",
    "*This was the sandbox, which has no model behind it. Choose a connection to ask a real one.*",
    "*No model wrote this: the sandbox did, with your words.*",
)
