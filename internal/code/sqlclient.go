package code

import (
	"strings"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// client reads a command of the client program, where one may stand.
func (l *sqlLexer) client(t *sqlToken) bool {
	c := l.src[l.i]
	switch {
	case l.d.client == "":
		return false
	case c == '\\':
		if !l.serves("psql", "mysql") || l.i+1 >= len(l.src) {
			return false
		}
	case !l.fresh:
		return false
	case c == '.' && l.empty && l.serves("sqlite"), c == ':' && l.d.client == "sqlcmd", c == '!' && l.empty && l.bangs(),
		c == '@' && l.empty && l.d.client == "sqlplus", c == '/' && l.d.client == "sqlplus" && strings.TrimSpace(l.restOfLine()) == "/":
	case letter(c):
		return l.wordCommand(t)
	default:
		return false
	}
	l.command(t, l.commandName())
	return true
}

// serves reports whether the dialect's client is one of these, or may be.
func (l *sqlLexer) serves(clients ...string) bool {
	for _, c := range clients {
		if l.d.client == c || l.d.client == "any" {
			return true
		}
	}
	return false
}

// bangs reports whether "!" begins a command.
func (l *sqlLexer) bangs() bool {
	switch l.d.client {
	case "snowsql", "hive", "sqlplus", "sqlcmd":
		return true
	}
	return false
}

func (l *sqlLexer) restOfLine() string {
	line, _, _ := strings.Cut(l.src[l.i:], "\n")
	return line
}

// commandName is the name at the place: a sign and letters, or two signs.
func (l *sqlLexer) commandName() string {
	name := l.longName()
	if (name[0] == '!' || name[0] == '@') && l.known(strings.ToLower(name)) == nil {
		return name[:1] // the letters are its argument's
	}
	return name
}

func (l *sqlLexer) longName() string {
	end := l.i + 1
	for end < len(l.src) && (letter(l.src[end]) || l.src[end] == '_') {
		end++
	}
	if end == l.i+1 && end < len(l.src) && strings.IndexByte("!.;|?@", l.src[end]) >= 0 {
		end++
	}
	if end < len(l.src) && l.src[l.i] == ':' && l.src[end-1] == '!' && l.src[end] == '!' {
		end++
	}
	return l.src[l.i:end]
}

// wordCommand reads a command that looks like a word: GO, DELIMITER, source.
func (l *sqlLexer) wordCommand(t *sqlToken) bool {
	end := l.i
	for end < len(l.src) && letter(l.src[end]) {
		end++
	}
	name := l.src[l.i:end]
	if len(name) > 9 || end < len(l.src) && l.src[end] != ' ' && l.src[end] != '\t' && l.src[end] != '\n' && l.src[end] != '\r' && l.src[end] != ';' {
		return false
	}
	row := l.known(strings.ToLower(name))
	if row == nil || !l.empty && row.does != sends && row.does != delimits || l.d.client == "any" && row.does != delimits && row.does != sends {
		return false
	}
	l.command(t, name)
	return true
}

// known returns what is known of a command, or nil.
func (l *sqlLexer) known(name string) *clientCommand {
	for i := range clientCommands {
		if c := &clientCommands[i]; c.name == name && l.serves(c.client) {
			return c
		}
	}
	return nil
}

// command consumes a command and its argument: the rest of the line, or for
// one that ends a statement what is up to the next command.
func (l *sqlLexer) command(t *sqlToken, name string) {
	t.kind, t.text = sqlCommand, name
	row := l.known(name)
	if row == nil {
		row = l.known(strings.ToLower(name))
	}
	if row != nil {
		t.does = row.does
	}
	l.take(l.i + len(name))
	if t.does == sends || t.does == sendsRows {
		t.kind, t.hard = sqlStop, name != `\;`
		if !strings.HasPrefix(name, `\`) {
			l.toLineEnd()
		}
		return
	}
	t.argHole = l.holes
	t.arg = l.toLineEnd()
	if words := strings.Fields(t.arg); t.does == delimits && len(words) > 0 {
		l.delim = words[0]
	}
	t.arg = strings.TrimRight(t.arg, "\r")
}

// obey does what a command of the client asks for.
func (r *sqlReader) obey(t *sqlToken) {
	r.line = t.line
	arg := r.pieces(strings.TrimSpace(t.arg), t.argHole)
	switch t.does {
	case shells:
		r.run(t.text, arg)
	case pipes:
		if at := strings.IndexByte(t.arg, '|'); at >= 0 {
			r.run(t.text, r.pieces(t.arg[at+1:], t.argHole+strings.Count(t.arg[:at], "\x00")))
		}
	case includes:
		r.include(t, arg)
	case copies:
		toks, holes := r.inner(arg)
		holes, r.holes = r.holes, holes
		r.program(toks)
		r.holes = holes
	case connects:
		r.begun = -1
	case attaches:
		r.begun = -1
		if strings.TrimSpace(t.arg) != "" {
			r.add("attach", r.pieces(strings.Trim(lastField(t.arg), `'"`), t.argHole), tri.Yes)
		}
	}
}

// lastField is what stands after the options of a command.
func lastField(s string) string {
	fields := strings.Fields(s)
	return fields[len(fields)-1]
}

// include adds a file that is read, or the command whose output is (.read |…).
func (r *sqlReader) include(t *sqlToken, arg word.Text) {
	s := strings.TrimSpace(t.arg)
	if rest, ok := strings.CutPrefix(s, "|"); ok {
		r.run(t.text, r.pieces(rest, t.argHole))
		return
	}
	if name, ok := arg.Known(); ok {
		arg = word.Text{{Kind: word.Lit, Text: strings.Trim(name, `'";`)}}
	}
	if len(arg) > 0 && len(r.out.Files) < maxRuns {
		r.out.Files = append(r.out.Files, word.Word{Pieces: arg})
	}
	r.out.Unknown = true
}

// inner splits a text into tokens.
func (r *sqlReader) inner(text word.Text) (toks []sqlToken, holes []word.Piece) {
	src, holes, ok := flatten(text)
	if !ok {
		return nil, nil
	}
	l := &sqlLexer{d: &dialect{name: r.d.name, escapes: r.d.escapes}, src: src, line: r.line, delim: ";"}
	for t := l.next(); t.kind != sqlEnd && len(toks) < maxStatement; t = l.next() {
		toks = append(toks, t)
	}
	return toks, holes
}

// program tells of COPY … PROGRAM 'command'.
func (r *sqlReader) program(toks []sqlToken) {
	for i := 1; i < len(toks); i++ {
		if toks[i].kind == sqlText && toks[i-1].is("PROGRAM") {
			r.run("COPY PROGRAM", r.unquoted(&toks[i]))
		}
	}
}

// skipData moves behind the rows that follow COPY … FROM STDIN, up to the line
// that ends them. Without one they come from elsewhere.
func (l *sqlLexer) skipData() {
	if n := strings.Index(l.src[l.i:], "\n\\."); n >= 0 {
		l.take(l.i + n + 3)
		l.toLineEnd()
	}
}
