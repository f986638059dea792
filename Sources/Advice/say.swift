internal import Words

/// A message in both languages.
func say(_ english: String, _ chinese: String) -> Bilingual {
  Bilingual(en: english, zh: chinese)
}
