package survey

import (
	"fmt"
	"path"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/scan"
	"tagout/internal/source"
)

// shellScript is a file that a shell reads as a whole.
func shellScript(f *file) {
	dialect, ok := shebang(f.text)
	if !ok {
		if strings.HasPrefix(f.text, "#!") {
			return // of another language
		}
		dialect, ok = shellNamed(strings.TrimPrefix(path.Ext(f.name), "."))
	}
	if !ok || dialect == "sh" && !strings.HasPrefix(f.text, "#!") { // a library, of whatever sources it
		dialect = "bash"
		if strings.Contains(path.Base(f.name), "zsh") {
			dialect = "zsh"
		}
	}
	var b builder
	b.put(f.text, 0)
	i := b.item()
	i.shell = dialect
	f.add(i)
	if dialect != "fish" {
		f.functions(dialect)
	}
}

// functions keeps those that the file itself does not call, as other files do that
// source it: each with a call of it.
func (f *file) functions(dialect string) {
	at, found := 0, 0
	var mentions map[string]int
	for line := range strings.SplitSeq(f.text, "\n") {
		start := at
		at += len(line) + 1
		name := header(line)
		if name == "" {
			continue
		}
		if mentions == nil {
			mentions = wordCounts(f.text)
		}
		if mentions[name] > 1 {
			continue
		}
		if found++; found > maxFunctions {
			f.problem(start, len(name), diag.Warning, scan.Unread, fmt.Sprintf("of the functions that are called nowhere only the first %d are judged", maxFunctions))
			return
		}
		if end := bodyEnd(f.text, at); end > at {
			var b builder
			b.put(f.text[start:end], start)
			b.made("\n"+name+"\n", -1)
			i := b.item()
			i.shell = dialect
			f.add(i)
		}
	}
}

// maxFunctions bounds how many functions are judged of those that a file does not
// call.
const maxFunctions = 1000

// bodyEnd is where the function whose header stands before a byte ends: behind the
// first line that begins with "}", but for those of texts (<<) in it. -1: nowhere.
func bodyEnd(text string, at int) int {
	ending := ""
	for at < len(text) {
		line, _, _ := strings.Cut(text[at:], "\n")
		at = min(at+len(line)+1, len(text))
		switch {
		case ending != "":
			if strings.TrimLeft(line, "\t") == ending {
				ending = ""
			}
		case strings.HasPrefix(line, "}"):
			return at
		default:
			ending = announced(line)
		}
	}
	return -1
}

// announced is the word that ends the text which a line announces by "<<"; "": it
// announces none.
func announced(line string) string {
	_, after, ok := strings.Cut(line, "<<")
	if !ok || strings.HasPrefix(after, "<") {
		return ""
	}
	word := strings.TrimLeft(strings.TrimPrefix(after, "-"), " \t")
	if end := strings.IndexAny(word, " \t;|&)<>"); end >= 0 {
		word = word[:end]
	}
	if word = strings.Trim(word, `"'\`); !named(word) {
		return ""
	}
	return word
}

// header returns the name of the function that a line begins, written at the left
// margin as libraries do.
func header(line string) string {
	rest, word := strings.CutPrefix(line, "function ")
	end := strings.IndexAny(rest, "( \t{")
	if end < 0 || !named(rest[:end]) {
		return ""
	}
	after := strings.TrimLeft(rest[end:], " \t")
	if strings.HasPrefix(after, "()") || strings.HasPrefix(after, "( )") || word && strings.HasPrefix(after, "{") {
		return rest[:end]
	}
	return ""
}

// wordCounts counts how often each word stands in a text.
func wordCounts(text string) map[string]int {
	counts := map[string]int{}
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && letter(text[end]) {
			end++
		}
		if end > start {
			counts[text[start:end]]++
		}
		start = end + 1
	}
	return counts
}

// crontab is a user's table of commands, systemCrontab one with a user in each
// line (crontab(5)).
func crontab(f *file)       { f.cron(false) }
func systemCrontab(f *file) { f.cron(true) }

func (f *file) cron(users bool) {
	env, at := "", 0
	for _, line := range strings.Split(f.text, "\n") {
		start := at
		at += len(line) + 1
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || trimmed[0] == '#' {
			continue
		}
		if name, _, ok := strings.Cut(trimmed, "="); ok && named(strings.TrimSpace(name)) {
			env += trimmed + "\n"
			continue
		}
		if users || path.Base(f.name) == "crontab" && path.Base(path.Dir(f.name)) == "etc" {
			line = withoutUser(line)
		}
		list, _, _ := source.Parts("cron", nil, literal(env+line))
		for _, p := range list {
			text := p.Text.Spelling()
			from := start + commandField(line)
			prefix := max(0, len(text)-len(strings.TrimSpace(line[min(commandField(line), len(line)):])))
			if _, rest, ok := strings.Cut(text, "; "); ok && env != "" {
				prefix = len(text) - len(rest)
			} else {
				prefix = 0
			}
			var b builder
			b.made(text[:prefix], -1)
			b.mapped(text[prefix:], align(text[prefix:], f.text, from))
			f.add(b.item())
		}
	}
}

// commandField is where the command of a line begins.
func commandField(line string) int {
	fields := 5
	if strings.HasPrefix(strings.TrimSpace(line), "@") {
		fields = 1
	}
	at := len(line) - len(strings.TrimLeft(line, " \t"))
	for ; fields > 0; fields-- {
		n := strings.IndexAny(line[at:], " \t")
		if n < 0 {
			return len(line)
		}
		at += n
		at += len(line[at:]) - len(strings.TrimLeft(line[at:], " \t"))
	}
	return at
}

// withoutUser blanks the user that stands before a command.
func withoutUser(line string) string {
	at := commandField(line)
	n := strings.IndexAny(line[at:], " \t")
	if n < 0 {
		return line
	}
	return line[:at] + strings.Repeat(" ", n) + line[at+n:]
}

// unit is a unit of systemd (systemd.service(5), "Command lines").
func unit(f *file) {
	at := 0
	all := strings.Split(f.text, "\n")
	for i := 0; i < len(all); i++ {
		var b builder
		start := at
		line := all[i]
		at += len(line) + 1
		key, value, ok := strings.Cut(line, "=")
		if ok = ok && strings.HasPrefix(key, "Exec"); ok {
			b.put(strings.TrimSuffix(value, `\`), start+len(key)+1)
		}
		for strings.HasSuffix(line, `\`) && i+1 < len(all) {
			i++
			line = all[i]
			if text := strings.TrimSuffix(line, `\`); ok && !strings.HasPrefix(strings.TrimSpace(line), "#") {
				b.made(" ", at)
				b.put(text, at)
			}
			at += len(line) + 1
		}
		if ok {
			f.add(unitCommand(b.item()))
		}
	}
}

// unitCommand takes off what stands before a program's path, and leaves specifiers
// open.
func unitCommand(i item) item {
	n := 0
	for n < len(i.text) && strings.IndexByte(" \t@-:+!|", i.text[n]) >= 0 {
		n++
	}
	i.text, i.at = i.text[n:], i.at[n:]
	for k := 0; k+1 < len(i.text); k++ {
		if i.text[k] == '%' && i.text[k+1] != '%' {
			i.holes = append(i.holes, span(k, k+2))
			k++
		}
	}
	return i
}
