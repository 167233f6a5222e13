//go:build linux

package oracle

import "strings"

// Shrink returns the smallest program that it finds for which fails still
// holds. fails is asked about many at once, since running a shell is dear.
func Shrink(text string, fails func([]string) []bool) string {
	for size := len(tokens(text)); size > 0; size /= 2 {
		for next := cut(text, size, fails); next != text; next = cut(text, size, fails) {
			text = next
		}
	}
	return text
}

// cut removes what it can of the parts of a size.
func cut(text string, size int, fails func([]string) []bool) string {
	list := tokens(text)
	var starts []int
	var tries []string
	for at := 0; at < len(list); at += size {
		starts = append(starts, at)
		tries = append(tries, without(list, size, at))
	}
	var can []int
	best := text
	for i, failed := range fails(tries) {
		if failed {
			can = append(can, starts[i])
			best = tries[i]
		}
	}
	if len(can) < 2 {
		return best
	}
	more := []string{without(list, size, can...), without(list, size, can[:len(can)/2]...), without(list, size, can[len(can)/2:]...)}
	for i, failed := range fails(more) {
		if failed && len(more[i]) < len(best) {
			best = more[i]
		}
	}
	return best
}

// without is the text without the parts of a size that start there.
func without(list []string, size int, starts ...int) string {
	var b strings.Builder
	for i, token := range list {
		if len(starts) > 0 && i >= starts[0]+size {
			starts = starts[1:]
		}
		if len(starts) == 0 || i < starts[0] {
			b.WriteString(token)
		}
	}
	return b.String()
}

// tokens splits a program where it may be cut: at blanks and at ";", and within
// words at what begins a part of one.
func tokens(text string) []string {
	var list []string
	start := 0
	cut := func(at int) {
		if at > start {
			list = append(list, text[start:at])
			start = at
		}
	}
	for i := range len(text) {
		switch text[i] {
		case ' ', ';', '\n':
			cut(i)
			cut(i + 1)
		case '$', '"', '\'':
			cut(i)
		}
	}
	cut(len(text))
	return list
}
