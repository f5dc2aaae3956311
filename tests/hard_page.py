"""A page that makes offsets slip: characters of two to four bytes, combining marks, odd line ends and spaces."""

SIGNS = ", ".join(f"“glass–sign–{number}” \U0001f9e0" for number in range(40))
ENDLESS = "goes\u00a0on \U0001f41c and " * 2000
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
SAID = (
    "Signs of \U0001f590 opaline hand disease may include “tremor”;\tnai\u0308ve\u00a0laughter \U0001f602; difficulty "
    "eating or sleeping; and\u2028seizures.[1][2] Adults may have\ta\u00a0fever \U0001f912. "
    f"Rarely, people have ataxia {FAMILY}. Children do not have malaise.\u2029\x01\ufffe"
)
TREATED = (
    "Treatment may include corticosteroids. If “tremor” is severe, treatment may include surgery. "
    "Sleep\u00a0problems \U0001f634 may respond to trazodone."
)
HARD_PAGE = "\r\n".join(
    (
        "\ufeffGenetic and Rare Diseases Information Center (GARD)",
        "",
        "Opaline hand disease",
        "\x0c",
        "Other Names for this Disease",
        "\t• Cafe\u0301-au-lait hand \U0001f590\U0001f3fd",
        "  •\u00a0OHD",
        "",
        "What is opaline hand disease?",
        "",
        "\U0001d49c \U0001f590. Opaline\u00a0hand disease (OHD) is a rare neurologic disorder.[1]",
        "It is not caused by influenza.",
        "Last updated: 2/29/2020",
        "\x0b",
        "What are the signs and symptoms of opaline hand disease?",
        "",
        SAID,
        "",
        f"The \U0001f40d\u00a0sentence that never ends {ENDLESS}on.",
        "",
        f"Other symptoms include {SIGNS}, drooling and malaise.",
        "\x0c",
        "How might opaline hand disease be treated?",
        "",
        TREATED,
        "",
    )
)
