package code

// Reads reports whether there is a reader of a language here: of any other,
// nothing that Find returns says what it runs.
func Reads(lang string) bool {
	return IsSQL(lang) || lang == "redis" || lang == "redis-lua" || grammarOf(lang) != nil
}
