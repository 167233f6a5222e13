package lang

// Nearest returns the word of a set that is most like a mistyped one, "" where
// none is near.
func Nearest(word string, set []string) string { return nearest(word, set) }
