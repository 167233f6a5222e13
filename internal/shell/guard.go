package shell

import (
	"fmt"
	"io"
	"runtime"
)

const (
	// maxProgram bounds one program text in bytes. Linux takes no single
	// argument above 128 KiB (execve(2)), so nothing proposed by a harness
	// comes near; files do.
	maxProgram = 1 << 20
	// maxMarks bounds the bytes that can begin a token, separators and operators,
	// in all texts of a run. Dense texts cost the parser most, about 0.7 µs each.
	maxMarks = 1 << 16
	// maxFrames bounds the parser's own recursion in stack frames, about ten to
	// a nested substitution.
	maxFrames = 1500
	// readsPerLook is how many reads of at most 1 KiB pass between two looks at
	// the stack. A level of nesting takes two bytes, so at most 2048 levels
	// remain unseen, some megabytes of stack.
	readsPerLook = 4
)

// guardError is why the guard stopped the parser. It is a constant, since a
// variable would be made at every start of the hook.
type guardError string

func (e guardError) Error() string { return string(e) }

const (
	errDeep  guardError = "nested too deeply to be read"
	errDense guardError = "more than 65536 separators and operators"
)

// Scan judges a program text before any parser sees it: nil, or a "too-large"
// problem without a Source. It looks at the size alone; nesting is measured
// while the parser reads (see guard), where quoting cannot hide it.
func Scan(text string) *Problem {
	if len(text) <= maxProgram {
		return nil
	}
	return &Problem{
		Kind: "too-large",
		Msg:  fmt.Sprintf("program of %d bytes, at most %d are read", len(text), maxProgram),
		Span: clip(len(text), maxProgram, len(text)),
	}
}

// guard feeds a text to the parser and stops it before its recursion can
// exhaust the stack, which Go cannot recover from. The parser reads while it
// recurses, so the stack below Read is the parser's own; counting frames
// measures every kind of nesting, quoted or not, and knows no grammar.
type guard struct {
	rest  string
	reads int
	marks *int // of all texts so far
	pc    [1]uintptr
}

func (r *run) guarded(text string) *guard { return &guard{rest: text, marks: &r.marked} }

// Read implements io.Reader.
func (g *guard) Read(p []byte) (int, error) {
	if g.rest == "" {
		return 0, io.EOF
	}
	if g.reads%readsPerLook == 0 && g.reads > 0 && runtime.Callers(maxFrames, g.pc[:]) > 0 {
		return 0, errDeep
	}
	g.reads++
	n := copy(p, g.rest)
	if *g.marks += countMarks(g.rest[:n]); *g.marks > maxMarks {
		return 0, errDense
	}
	g.rest = g.rest[n:]
	return n, nil
}

// countMarks counts the bytes of s that can begin or end a token.
func countMarks(s string) int {
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == '_', c == '.', c == '/', c >= 0x80:
		default:
			n++
		}
	}
	return n
}
