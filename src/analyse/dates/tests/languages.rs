//! Languages other than English.

use super::*;

#[test]
fn other_languages() {
    for (language, text, expected) in [
        (
            "de",
            "Am 19. September 2023 endete es.",
            "19. September 2023=2023-09-19",
        ),
        ("de", "Am 19.09.2023 endete es.", "19.09.2023=2023-09-19"),
        (
            "de",
            "Dienstag, 19. September",
            "Dienstag, 19. September=2023-09-19",
        ),
        (
            "de",
            "Er sagte am Montag, dass gestern",
            "Montag=2023-09-18; gestern=2023-09-19",
        ),
        ("de", "am Morgen", ""),
        ("de", "vor drei Tagen", "vor drei Tagen=2023-09-17"),
        ("de", "im vergangenen Jahr", "vergangenen Jahr=2022"),
        ("fr", "le 19 septembre 2023", "19 septembre 2023=2023-09-19"),
        ("fr", "le 1er août 2023", "1er août 2023=2023-08-01"),
        (
            "fr",
            "mardi 19 septembre, aujourd’hui",
            "mardi 19 septembre=2023-09-19; aujourd’hui=2023-09-20",
        ),
        (
            "fr",
            "il a été dit la semaine dernière",
            "la semaine dernière=2023-W37",
        ),
        ("fr", "le 05/04/2023", "05/04/2023=2023-04-05"),
        (
            "es",
            "el 19 de septiembre de 2023",
            "19 de septiembre de 2023=2023-09-19",
        ),
        (
            "es",
            "El martes dijo que ayer",
            "martes=2023-09-19; ayer=2023-09-19",
        ),
        ("es", "la semana pasada", "la semana pasada=2023-W37"),
        (
            "ru",
            "19 сентября 2023 года",
            "19 сентября 2023 года=2023-09-19",
        ),
        (
            "ru",
            "во вторник, 19 сентября",
            "вторник, 19 сентября=2023-09-19",
        ),
        (
            "ru",
            "Он сообщил вчера, в понедельник",
            "вчера=2023-09-19; понедельник=2023-09-18",
        ),
        ("ru", "в 2020 году", "2020 году=2020"),
        ("ru", "в прошлом году", "прошлом году=2022"),
        ("ru", "три дня назад", "три дня назад=2023-09-17"),
        ("de", "Gestern kam er.", "Gestern=2023-09-19"),
        ("de", "am nächsten Morgen", ""),
        ("de", "nach 15 Jahren", "15 Jahren=P15Y"),
        ("de", "in drei Tagen", "in drei Tagen=2023-09-23"),
        (
            "de",
            "vom 3. bis 7. Mai 1940",
            "3=1940-05-03; 7. Mai 1940=1940-05-07",
        ),
        ("de", "Ende November 2020", "Ende November 2020=2020-11"),
        ("de", "am Karfreitag 1998", "Karfreitag 1998=1998-04-10"),
        ("de", "im Sommer 1998", "Sommer 1998=1998-SU"),
        ("de", "Er wird am Freitag kommen.", "Freitag=2023-09-22"),
        ("fr", "il y a trois jours", "il y a trois jours=2023-09-17"),
        ("fr", "dans deux ans", "dans deux ans=2025"),
        (
            "fr",
            "de mai à juillet 2020",
            "mai=2020-05; juillet 2020=2020-07",
        ),
        ("fr", "Ils voteront vendredi.", "vendredi=2023-09-22"),
        ("fr", "il a été vu", ""),
        ("fr", "la planète Mars", ""),
        ("es", "hace tres días", "hace tres días=2023-09-17"),
        (
            "es",
            "dentro de tres días",
            "dentro de tres días=2023-09-23",
        ),
        (
            "es",
            "de mayo a julio de 2020",
            "mayo=2020-05; julio de 2020=2020-07",
        ),
        ("es", "el próximo año", "el próximo año=2024"),
        ("es", "El juez firmó este martes", "este martes=2023-09-19"),
        ("ru", "через три дня", "через три дня=2023-09-23"),
        (
            "ru",
            "завтра, 21 сентября",
            "завтра=2023-09-21; 21 сентября=2023-09-21",
        ),
        ("ru", "в конце мая 2020 г.", "конце мая 2020 г.=2020-05"),
        (
            "ru",
            "с мая по июль 2020 года",
            "мая=2020-05; июль 2020 года=2020-07",
        ),
        (
            "it",
            "il 19 settembre 2023, 2023-09-19",
            "2023=2023; 2023-09-19=2023-09-19",
        ),
    ] {
        assert_eq!(
            shown(text, language, Some(&wednesday())),
            expected,
            "{language}: {text}"
        );
    }
}
