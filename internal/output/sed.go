package output

import (
	"strconv"
	"strings"
	"unicode"
)

// maxLine bounds a line that is matched, in bytes, and so how deeply the
// matcher nests.
const maxLine = 1 << 14

// sed computes what a script makes of its input. Options are those that change
// nothing else.
func sed(args []string, in string, meter *Meter) (string, bool) {
	script, extended, quiet, ok := sedOptions(args)
	if !ok {
		return "", false
	}
	parsed, ok := parseSed(script, extended)
	if !ok {
		return "", false
	}
	parsed.quiet = quiet
	return parsed.run(in, meter)
}

// ofBSD puts the script in its place where it was taken for a file: BSD's option
// -i has a word of its own for the suffix of a copy, mostly an empty one.
func (c *Call) ofBSD(args []string) []string {
	for i := 0; i+1 < len(args); i++ {
		if (args[i] == "-i" || args[i] == "-I") && args[i+1] == "" && len(c.Named) > 0 {
			if script, known := c.Named[0].Known(); known {
				return append(append(args[:i+1:i+1], script), args[i+2:]...)
			}
		}
	}
	return args
}

// sedOptions takes the script and the flags from the words; the files are not
// among them.
func sedOptions(args []string) (script string, extended, quiet, ok bool) {
	var scripts, rest []string
	for i := 0; i < len(args); i++ {
		a := args[i]
		if name, value, long := strings.Cut(a, "="); long && (name == "--expression" || name == "--in-place") {
			if name == "--expression" {
				scripts = append(scripts, value)
			}
			continue
		}
		switch a {
		case "--quiet", "--silent":
			quiet = true
		case "--regexp-extended":
			extended = true
		case "--in-place", "--unbuffered", "--follow-symlinks", "--":
		default:
			if !strings.HasPrefix(a, "-") || a == "-" {
				rest = append(rest, a)
				continue
			}
			value, known := sedBundle(a[1:], &extended, &quiet)
			if !known {
				return "", false, false, false
			}
			if value == nil {
				continue
			}
			if *value == "" {
				if i++; i == len(args) {
					return "", false, false, false
				}
				*value = args[i]
			}
			scripts = append(scripts, *value)
		}
	}
	if scripts == nil && len(rest) > 0 {
		scripts, rest = rest[:1], rest[1:]
	}
	return strings.Join(scripts, "\n"), extended, quiet, len(rest) == 0 && scripts != nil
}

// sedBundle reads short options; value is that of -e, to be found in the next
// word where it is empty.
func sedBundle(s string, extended, quiet *bool) (value *string, ok bool) {
	for i := range len(s) {
		switch s[i] {
		case 'n':
			*quiet = true
		case 'E', 'r':
			*extended = true
		case 'u':
		case 'i', 'I': // the rest is the suffix of a copy
			return nil, true
		case 'e':
			rest := s[i+1:]
			return &rest, true
		default:
			return nil, false
		}
	}
	return nil, true
}

// sedder runs a script over lines.
type sedder struct {
	*sedScript
	lines    []string
	at       int // lines read
	space    string
	hold     string
	out      strings.Builder
	after    string // appended at the end of the cycle
	newline  bool   // the input ends in one
	swapped  bool   // since the last line was read or t was taken
	quit     bool
	starts   []int // where ranges have begun, by command
	meter    *Meter
	failed   bool
	restarts bool // D: the next cycle reads no line
}

func (p *sedScript) run(in string, meter *Meter) (string, bool) {
	s := &sedder{sedScript: p, meter: meter, newline: strings.HasSuffix(in, "\n"), starts: make([]int, len(p.cmds))}
	if in != "" {
		s.lines = strings.Split(strings.TrimSuffix(in, "\n"), "\n")
	}
	for !s.quit && !s.failed && (s.restarts || s.at < len(s.lines)) {
		if !s.restarts {
			s.read()
		}
		s.restarts = false
		s.cycle()
	}
	return s.out.String(), !s.failed
}

// read takes the next line into the pattern space.
func (s *sedder) read() {
	s.space = s.lines[s.at]
	s.at++
	s.swapped = false
	s.failed = s.failed || len(s.space) > maxLine
}

// emit writes a text as a line; the last line of the input ends as it did
// there.
func (s *sedder) emit(t string) {
	s.write(t)
	if s.newline || s.at < len(s.lines) {
		s.out.WriteByte('\n')
	}
}

// write writes a text on a line of its own.
func (s *sedder) write(t string) {
	if n := s.out.Len(); n > 0 && s.out.String()[n-1] != '\n' {
		s.out.WriteByte('\n')
	}
	s.out.WriteString(t)
	s.failed = s.failed || s.out.Len() > maxOutput
}

// cycle runs the script once.
func (s *sedder) cycle() {
	drop := s.commands()
	if !drop && !s.quiet {
		s.emit(s.space)
	}
	if s.after != "" {
		s.write(s.after)
		s.after = ""
	}
}

// commands runs the script; drop says that the pattern space is not printed.
func (s *sedder) commands() (drop bool) {
	for i := 0; i < len(s.cmds) && !s.failed; {
		if !s.meter.spend(1) {
			s.failed = true
			return true
		}
		c := &s.cmds[i]
		if s.selects(i, c) == c.not {
			if i++; c.name == '{' {
				i = c.jump
			}
			continue
		}
		next, stop, gone := s.command(i, c)
		if stop {
			return gone
		}
		i = next
	}
	return false
}

// selects reports whether a command's addresses select the line.
func (s *sedder) selects(i int, c *sedCommand) bool {
	first, second := c.addr[0], c.addr[1]
	if first == nil {
		return true
	}
	if second == nil {
		return s.chosen(first)
	}
	if c.active {
		switch {
		case second.re != nil, second.last:
			c.active = !s.chosen(second)
		case second.line > 0:
			c.active = s.at < second.line
			return s.at <= second.line
		default:
			c.active = s.at < s.starts[i]+second.plus
		}
		return true
	}
	if !s.chosen(first) {
		return false
	}
	s.starts[i] = s.at
	c.active = second.re != nil || second.last && s.at < len(s.lines) || second.line > s.at || second.plus > 0
	return true
}

// chosen reports whether the line is the one of an address.
func (s *sedder) chosen(a *sedAddress) bool {
	switch {
	case a.re != nil:
		_, found, ok := s.find(a.re, s.space, 0)
		return found && ok
	case a.last:
		return s.at == len(s.lines)
	case a.step > 0:
		return s.at >= a.line && (s.at-a.line)%a.step == 0
	}
	return s.at == a.line
}

func (s *sedder) find(re *regex, text string, from int) (capture, bool, bool) {
	if len(text) > maxLine {
		s.failed = true
		return capture{}, false, false
	}
	c, found, ok := re.match(text, from, s.meter)
	s.failed = s.failed || !ok
	return c, found, ok
}

// command runs one command: the index of the next, whether the cycle ends, and
// whether nothing is printed then.
func (s *sedder) command(i int, c *sedCommand) (next int, stop, drop bool) {
	next = i + 1
	switch c.name {
	case 's':
		s.substitute(c)
	case 'y':
		s.space = strings.Map(func(r rune) rune {
			for k := range c.from {
				if c.from[k] == r {
					return c.to[k]
				}
			}
			return r
		}, s.space)
	case 'b', 't', 'T':
		if c.name == 'b' || s.swapped == (c.name == 't') {
			next = s.target(c.text)
		}
		s.swapped = s.swapped && c.name == 'b'
	case 'd':
		return next, true, true
	case 'D':
		_, rest, ok := strings.Cut(s.space, "\n")
		s.space, s.restarts = rest, ok
		return next, true, true
	case 'q':
		s.quit = true
		return next, true, false
	case 'n', 'N':
		return s.following(c.name, next)
	default:
		s.store(c)
	}
	return next, c.name == 'c', c.name == 'c'
}

// target is where a label stands; none is the end of the script.
func (s *sedder) target(label string) int {
	if label == "" {
		return len(s.cmds)
	}
	to, ok := s.labels[label]
	s.failed = s.failed || !ok
	return to
}

// following is n and N: without a next line they end the script, and GNU's
// prints the pattern space.
func (s *sedder) following(name byte, next int) (int, bool, bool) {
	if s.at == len(s.lines) {
		s.quit = true
		return next, true, false
	}
	before := s.space
	if name == 'n' && !s.quiet {
		s.emit(before)
	}
	swapped := s.swapped
	s.read()
	s.swapped = swapped
	if name == 'N' {
		s.space = before + "\n" + s.space
		s.copied(len(s.space))
	}
	s.failed = s.failed || len(s.space) > maxOutput
	return next, false, false
}

// store runs the commands that print, or work on the two spaces.
func (s *sedder) store(c *sedCommand) {
	switch c.name {
	case 'p':
		s.emit(s.space)
	case 'P':
		first, _, _ := strings.Cut(s.space, "\n")
		s.emit(first)
	case '=':
		s.write(strconv.Itoa(s.at) + "\n")
	case 'a':
		s.after += c.text
	case 'i':
		s.write(c.text)
	case 'c':
		if c.addr[1] == nil || !c.active || c.not {
			s.write(c.text)
		}
	case 'h':
		s.hold = s.space
	case 'H':
		s.hold += "\n" + s.space
		s.copied(len(s.hold))
	case 'g':
		s.space = s.hold
	case 'G':
		s.space += "\n" + s.hold
		s.copied(len(s.space))
	case 'x':
		s.space, s.hold = s.hold, s.space
	case 'z':
		s.space = ""
	}
	s.failed = s.failed || len(s.hold)+len(s.space) > maxOutput
}

// copied accounts for making a text of that length: a script that loops makes it
// anew each time.
func (s *sedder) copied(n int) {
	const perStep = 16
	s.failed = !s.meter.spend(n/perStep) || s.failed
}

// substitute is s/x/y/.
func (s *sedder) substitute(c *sedCommand) {
	var b strings.Builder
	text, at, n, changed, last := s.space, 0, 0, false, -1
	for at <= len(text) {
		m, found, ok := s.find(c.re, text, at)
		if !ok || !found {
			break
		}
		b.WriteString(text[at:m[0]])
		empty := m[1] == m[0]
		if !(empty && m[0] == last) { // not just after another match
			if n++; n == c.nth || c.global && n > c.nth {
				changed = true
				b.WriteString(s.replacement(c.with, text, &m))
			} else {
				b.WriteString(text[m[0]:m[1]])
			}
		}
		last = m[1]
		if at = m[1]; empty {
			if at < len(text) {
				b.WriteByte(text[at])
			}
			at++
		}
		if changed && !c.global || b.Len() > maxOutput {
			break
		}
	}
	if !changed || s.failed {
		return
	}
	if at < len(text) {
		b.WriteString(text[at:])
	}
	s.space, s.swapped = b.String(), true
	s.copied(len(s.space))
	s.failed = s.failed || len(s.space) > maxOutput
	if c.print {
		s.emit(s.space)
	}
}

// caser changes the case of what is put into a replacement (\U, \l …).
type caser struct {
	b    strings.Builder
	fold func(rune) rune
	once bool
}

func (c *caser) put(t string) {
	for _, r := range t {
		if c.fold != nil {
			r = c.fold(r)
		}
		if c.once {
			c.fold, c.once = nil, false
		}
		c.b.WriteRune(r)
	}
}

// replacement fills in "&", "\1" and the signs that change case.
func (s *sedder) replacement(with, text string, m *capture) string {
	var c caser
	for with != "" && !s.failed {
		at := strings.IndexAny(with, `\&`)
		if at < 0 {
			c.put(with)
			break
		}
		c.put(with[:at])
		sign := with[at]
		if with = with[at+1:]; sign == '&' {
			c.put(m.text(text, 0))
		} else if with != "" {
			s.failed = !c.escape(with[0], text, m)
			with = with[1:]
		}
	}
	return c.b.String()
}

// escape puts what a backslash and a letter stand for.
func (c *caser) escape(letter byte, text string, m *capture) bool {
	switch {
	case letter >= '0' && letter <= '9':
		c.put(m.text(text, int(letter-'0')))
	case letter == 'n':
		c.b.WriteByte('\n')
	case strings.IndexByte("trfv", letter) >= 0:
		c.b.WriteRune(control(rune(letter)))
	case letter == 'U', letter == 'u':
		c.fold, c.once = unicode.ToUpper, letter == 'u'
	case letter == 'L', letter == 'l':
		c.fold, c.once = unicode.ToLower, letter == 'l'
	case letter == 'E':
		c.fold = nil
	case letter >= 'a' && letter <= 'z', letter >= 'A' && letter <= 'Z', letter >= 0x80:
		return false
	default:
		c.put(string(letter))
	}
	return true
}
