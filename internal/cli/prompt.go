package cli

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"

	"tagout/internal/hook"
	"tagout/policy"
)

// Exit codes of prompt. A program that crashes, or is not there, ends with none
// of these but exitRun's.
const (
	exitRun  = 0  // the shell runs the line
	exitKept = 10 // it does not
	exitMore = 11 // nothing speaks against it yet, and the shell must read on
)

// maxLine bounds what a shell sends, in bytes.
const maxLine = 4 << 20

// prompt judges a line that a person has typed, with the definitions of the
// shell that it may use. --open: the shell may be about to read on. Nothing is
// printed, unless --ask is given: then the person is told, and asked where the
// policy asks.
func (c command) prompt(args []string) (int, error) {
	var shell, file string
	var ask, open bool
	rest, err := parse(args, []option{
		{name: "--shell", text: &shell, want: promptShells()},
		{name: "--policy", text: &file},
		{name: "--open", on: &open},
		{name: "--ask", on: &ask},
	})
	if err == nil {
		err = none(rest)
	}
	if err != nil {
		return exitUsage, err
	}
	line, err := readLine(c.in)
	if err != nil {
		return exitUsage, err
	}
	line.Shell, line.Open = shell, open
	a := line.Judge(c.host(file, nil))
	code := c.answer(a, ask)
	if code != exitKept || ask {
		a.Keep(ask)
	}
	return code, nil
}

// answer says what the shell does with a line.
func (c command) answer(a hook.Answer, ask bool) int {
	switch {
	case a.Decision < policy.Ask && a.Open:
		return exitMore
	case a.Decision < policy.Ask:
		return exitRun
	case ask && c.consult(a):
		return exitRun
	}
	return exitKept
}

// readLine reads what a shell's script sends: a first line that occurs nowhere
// else, the text, and before each definition that same line with what it is.
//
//	BOUNDARY
//	TEXT
//	BOUNDARY alias NAME
//	WHAT IT STANDS FOR
//	BOUNDARY function NAME
//	ITS DECLARATION
func readLine(in io.Reader) (hook.Line, error) {
	var line hook.Line
	data, err := io.ReadAll(io.LimitReader(in, maxLine+1))
	if err != nil {
		return line, err
	}
	boundary, rest, found := strings.Cut(string(data), "\n")
	if len(data) > maxLine || boundary == "" || !found {
		return line, wrong("`tagout init` prints the script that sends one", "this is no line of a shell's prompt")
	}
	parts := strings.Split("\n"+rest, "\n"+boundary+" ")
	// A NUL ends a word where a program gets it, and is none of a text: unreadable.
	line.Text = strings.ReplaceAll(trimEnd(strings.TrimPrefix(parts[0], "\n")), "\x00", "\xff")
	for _, part := range parts[1:] {
		head, text, _ := strings.Cut(part, "\n")
		kind, name, _ := strings.Cut(head, " ")
		line.Defined = append(line.Defined, policy.Definition{Function: kind == "function", Name: name, Text: trimEnd(text)})
	}
	return line, nil
}

// trimEnd drops the one line end that a shell's script has added.
func trimEnd(s string) string { return strings.TrimSuffix(s, "\n") }

// consult tells the person why a line is held, and reports whether they want it
// to run nevertheless.
func (c command) consult(a hook.Answer) bool {
	insist()
	tty, err := c.terminal()
	if err != nil {
		fmt.Fprintf(c.err, "%s\nnot run: there is no terminal to ask at\n", a.Reason)
		return false
	}
	defer tty.Close()
	if f, ok := tty.(*os.File); ok {
		restore, err := keyByKey(f)
		if err != nil {
			a.Decision = policy.Deny // nothing can be asked there
		}
		defer restore()
	}
	_, _ = fmt.Fprintf(tty, "%s\n", c.paintFor(tty, a.Reason))
	why := c.unanswered(a)
	if why == "" && confirmed(tty) {
		return true
	}
	_, _ = fmt.Fprintf(tty, "not run%s\n", why) // a terminal that is gone needs no word
	return false
}

// unanswered says why a line is not asked about, "" where it is.
func (c command) unanswered(a hook.Answer) string {
	if a.Decision != policy.Ask {
		return ": the policy refuses it"
	}
	if why := c.agent(); why != "" {
		return ": only a person answers, and this is an agent's process: " + why
	}
	return ""
}

// confirmed asks for a word that nobody types before it is shown.
func confirmed(tty io.ReadWriter) bool {
	word := confirmation()
	_, err := fmt.Fprintf(tty, "type %s to run it, anything else keeps it: ", word)
	return err == nil && typed(tty) == word
}

// confirmation is a word to type.
func confirmation() string {
	words := [...]string{
		"amber", "birch", "cedar", "delta", "ember", "fable", "grove", "haven", "inlet", "jetty", "kelp", "lunar", "maple", "north", "ocean", "pearl",
	}
	return words[rand.IntN(len(words))]
}

// maxAnswer bounds an answer, in bytes.
const maxAnswer = 40

// typed reads an answer up to Enter and echoes it; "" is none.
func typed(tty io.ReadWriter) string {
	var answer []byte
	say := func(s string) { _, _ = io.WriteString(tty, s) }
	for key := make([]byte, 1); ; {
		if n, err := tty.Read(key); n == 0 || err != nil {
			return ""
		}
		switch k := key[0]; {
		case k == '\r', k == '\n':
			say("\n")
			return string(bytes.TrimSpace(answer))
		case k == 0x7f, k == '\b':
			if len(answer) > 0 {
				answer = answer[:len(answer)-1]
				say("\b \b")
			}
		case k < ' ', len(answer) >= maxAnswer: // ^C, ^D, Escape …
			say("\n")
			return ""
		default:
			answer = append(answer, k)
			say(string(k))
		}
	}
}
