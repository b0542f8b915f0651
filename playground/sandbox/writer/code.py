"""Code samples that run: each does something small with the words of the prompt."""

import json
import re
from random import Random

SAMPLES = {
    "python": '''from collections import Counter

words = {words}


def longest(words: list[str]) -> str:
    """The longest word; the first of them when several are equally long."""
    return max(words, key=len)


letters = Counter("".join(words).lower())
print(longest(words), letters.most_common(3))''',
    "javascript": """const words = {words};

const byLength = Object.groupBy(words, (word) => word.length);

for (const [length, group] of Object.entries(byLength)) {{
  console.log(`${{length}} letters: ${{group.join(", ")}}`);
}}""",
    "typescript": """const words: string[] = {words};

function initials(words: readonly string[]): string {{
  return words.map((word) => word[0]?.toUpperCase() ?? "").join("");
}}

console.log(initials(words));""",
    "bash": """#!/usr/bin/env bash
set -euo pipefail

# The words of the prompt, the longest first
printf '%s\\n' {shell} \\
  | awk '{{ print length, $0 }}' \\
  | sort -rn \\
  | cut -d ' ' -f 2-""",
    "sql": """CREATE TABLE words (word TEXT PRIMARY KEY, asked_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);

INSERT INTO words (word) VALUES
  {rows};

SELECT word, length(word) AS letters
FROM words
ORDER BY letters DESC, word
LIMIT 3;""",
    "go": """package main

import (
\t"fmt"
\t"sort"
)

func main() {{
\twords := []string{go}
\tsort.Slice(words, func(i, j int) bool {{ return len(words[i]) > len(words[j]) }})
\tfmt.Println(words[0])
}}""",
    "rust": """fn main() {{
    let words = {words};
    let total: usize = words.iter().map(|word| word.chars().count()).sum();
    println!("{{}} words, {{}} letters", words.len(), total);
}}""",
    "html": """<section aria-labelledby="subject">
  <h2 id="subject">{first}</h2>
  <ul>
    {items}
  </ul>
</section>""",
    "css": """.answer {{
  max-inline-size: 65ch;
  line-height: 1.6;
}}

.answer > h2::before {{
  content: "{first} · ";
  color: light-dark(#666, #aaa);
}}""",
    "json": "{json}",
    "yaml": """subject: {first}
words:
{yaml}
sandbox: true""",
}
NAMES = {
    "js": "javascript",
    "ts": "typescript",
    "py": "python",
    "shell": "bash",
    "golang": "go",
    "yml": "yaml",
}
LANGUAGE = re.compile(rf"\b({'|'.join([*SAMPLES, *NAMES])})\b", re.IGNORECASE)


def language_of(text: str, rng: Random) -> str:
    """The programming language that the text names, else one of the common ones."""
    if named := LANGUAGE.search(text):
        return NAMES.get(named[1].lower(), named[1].lower())
    return rng.choice(("python", "javascript", "bash", "sql", "rust", "go", "html"))


def sample(language: str, words: tuple[str, ...]) -> str:
    """A fenced block in that language about those words."""
    plain = [re.sub(r"[^\w-]", "", word) for word in words] or ["sandbox", "playground", "token"]
    quoted = [json.dumps(word, ensure_ascii=False) for word in plain]
    filled = SAMPLES[language].format(
        words=f"[{', '.join(quoted)}]",
        go=f"{{{', '.join(quoted)}}}",
        shell=" ".join(plain),
        rows=",\n  ".join(f"('{word}')" for word in dict.fromkeys(plain)),
        items="\n    ".join(f"<li>{word}</li>" for word in plain),
        yaml="\n".join(f"  - {word}" for word in quoted),
        json=json.dumps({"subject": plain[0], "words": plain, "sandbox": True}, ensure_ascii=False, indent=2),
        first=plain[0],
    )
    return f"```{language}\n{filled}\n```"
