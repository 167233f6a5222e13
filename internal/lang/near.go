package lang

import (
	"slices"
	"strconv"
	"strings"
)

// nearest returns the word of the set that is most like a mistyped one, or ""
// where none is near: at most a third of its letters, and at least one, wrong.
func nearest(word string, set []string) string {
	best, least := "", max(1, len(word)/3)+1
	for _, w := range set {
		if d := distance(word, w, least); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, change or swap with their
// neighbour (optimal string alignment), up to limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit || len(a) > 64 || len(b) > 64 {
		return limit
	}
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return min(row[len(b)], limit)
}

// meant returns the hint that offers the nearest word, "" where there is none.
func meant(word string, set []string) string {
	if near := nearest(word, set); near != "" {
		return "did you mean " + strconv.Quote(near) + "?"
	}
	return ""
}

// maxListed bounds the words that a message lists.
const maxListed = 26

// oneOf lists words as "a, b or c".
func oneOf(set []string) string {
	switch n := len(set); {
	case n == 0:
		return ""
	case n == 1:
		return set[0]
	case n > maxListed:
		return strings.Join(set[:maxListed], ", ") + " …"
	default:
		return strings.Join(set[:n-1], ", ") + " or " + set[n-1]
	}
}

// sorted returns the words in order, each once.
func sorted(words []string) []string {
	words = slices.Clone(words)
	slices.Sort(words)
	return slices.Compact(words)
}
