"""Answers in other scripts, for prompts written in one or asking for the language by name."""

# ruff: noqa: E501 – prose is not wrapped here

import re

SCRIPTS = {
    "japanese": r"[\u3040-\u30ff]",
    "korean": r"[\uac00-\ud7af]",
    "chinese": r"[\u4e00-\u9fff]",
    "russian": r"[\u0400-\u04ff]",
    "greek": r"[\u0370-\u03ff\u1f00-\u1fff]",
    "arabic": r"[\u0600-\u06ff]",
    "hebrew": r"[\u0590-\u05ff]",
    "hindi": r"[\u0900-\u097f]",
    "thai": r"[\u0e00-\u0e7f]",
}
CHARACTERS = {language: re.compile(characters) for language, characters in SCRIPTS.items()}
NAMED = re.compile(rf"\b(?:in|into|to|auf) ({'|'.join(SCRIPTS)})\b", re.IGNORECASE)

# For each language: a heading, that no model is here, what was asked, and a list of what can be tried.
TEXTS = {
    "japanese": (
        "サンドボックスからの回答",
        "これはサンドボックスの回答です。背後に言語モデルはなく、文章は用意された部品から組み立てられています。",
        "ご質問は「{subject}」についてでした。",
        ("表を頼む", "コードを頼む", "短い詩を頼む", "箇条書きを頼む"),
    ),
    "korean": (
        "샌드박스의 답변",
        "이것은 샌드박스의 답변입니다. 뒤에는 언어 모델이 없으며, 문장은 준비된 조각으로 만들어집니다.",
        "질문의 주제는 «{subject}»였습니다.",
        ("표를 요청하기", "코드를 요청하기", "짧은 시를 요청하기", "목록을 요청하기"),
    ),
    "chinese": (
        "来自沙盒的回答",
        "这是沙盒的回答。它背后没有语言模型，文字由预先准备好的片段拼成。",
        "您问的是“{subject}”。",
        ("要一张表格", "要一段代码", "要一首短诗", "要一个列表"),
    ),
    "russian": (
        "Ответ песочницы",
        "Это ответ песочницы. За ней нет языковой модели: текст собран из готовых частей и слов вашего запроса.",
        "Вы спросили о «{subject}».",
        ("попросите таблицу", "попросите код", "попросите короткое стихотворение", "попросите список"),
    ),
    "greek": (
        "Απάντηση από το sandbox",
        "Αυτή είναι απάντηση του sandbox. Δεν υπάρχει γλωσσικό μοντέλο πίσω του· το κείμενο φτιάχνεται από έτοιμα κομμάτια.",
        "Ρωτήσατε για «{subject}».",
        ("ζητήστε έναν πίνακα", "ζητήστε κώδικα", "ζητήστε ένα μικρό ποίημα", "ζητήστε μια λίστα"),
    ),
    "arabic": (
        "إجابة من البيئة التجريبية",
        "هذه إجابة من البيئة التجريبية. لا يوجد خلفها نموذج لغوي، والنص مركّب من أجزاء جاهزة ومن كلمات سؤالك.",
        "كان سؤالك عن «{subject}».",
        ("اطلب جدولًا", "اطلب شيفرة", "اطلب قصيدة قصيرة", "اطلب قائمة"),
    ),
    "hebrew": (
        "תשובה מארגז החול",
        "זוהי תשובה של ארגז החול. אין מאחוריו מודל שפה, והטקסט מורכב מחלקים מוכנים ומהמילים שלך.",
        "השאלה שלך הייתה על „{subject}”.",
        ("בקשו טבלה", "בקשו קוד", "בקשו שיר קצר", "בקשו רשימה"),
    ),
    "hindi": (
        "सैंडबॉक्स का उत्तर",
        "यह सैंडबॉक्स का उत्तर है। इसके पीछे कोई भाषा मॉडल नहीं है; वाक्य तैयार टुकड़ों से जोड़े गए हैं।",
        "आपका प्रश्न «{subject}» के बारे में था।",
        ("एक तालिका माँगें", "कोड माँगें", "एक छोटी कविता माँगें", "एक सूची माँगें"),
    ),
    "thai": (
        "คำตอบจากแซนด์บ็อกซ์",
        "นี่คือคำตอบจากแซนด์บ็อกซ์ ไม่มีแบบจำลองภาษาอยู่เบื้องหลัง ข้อความประกอบจากชิ้นส่วนที่เตรียมไว้",
        "คุณถามเกี่ยวกับ “{subject}”",
        ("ขอตาราง", "ขอโค้ด", "ขอบทกวีสั้น ๆ", "ขอรายการ"),
    ),
}


def script_of(text: str) -> str:
    """The language to answer in when it is not written in Latin letters, else an empty string."""
    if named := NAMED.search(text):
        return named[1].lower()
    letters = sum(character.isalpha() for character in text)
    for language, characters in CHARACTERS.items():
        if len(characters.findall(text)) * 4 > letters and letters:
            return language
    return ""


def foreign(language: str, subject: str) -> str:
    """An answer in that language, with a heading, a quotation and a list."""
    heading, no_model, about, ideas = TEXTS[language]
    items = "\n".join(f"{number}. {idea}" for number, idea in enumerate(ideas, 1))
    return f"## {heading}\n\n{no_model}\n\n> {about.format(subject=subject)}\n\n{items}"
