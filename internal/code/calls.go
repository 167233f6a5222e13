package code

import (
	"strings"

	"tagout/internal/word"
)

// Called is a function that a program calls.
type Called struct {
	// Name is the function's, qualified as far as it is known:
	// "shutil.rmtree", "db.users.deleteMany".
	Name word.Text
	// Args are the arguments as they are written, without white space: ({},x).
	Args word.Text
	// Line is where the call stands, from 1.
	Line int
}

// maxCalls bounds the calls that are told of one program.
const maxCalls = 1 << 10

// Calls returns the functions that a program in lang calls, in the order of the
// text. complete is false where it may call others: nothing reads its language,
// or a part of it is not known.
func Calls(lang string, text word.Text) (calls []Called, complete bool) {
	switch lang {
	case "redis":
		return storeCalls(text), !text.HasUnknown()
	case "redis-lua":
		return luaStoreCalls(text), !text.HasUnknown()
	}
	g := grammarOf(lang)
	if g == nil || g.read != nil {
		return nil, false
	}
	src, holes, ok := flatten(text)
	if !ok {
		return nil, false
	}
	f := &finder{g: g, holes: holes, vars: map[string]value{}, noting: true}
	f.program(src)
	return f.calls, len(holes) == 0 && len(f.calls) < maxCalls
}

// note keeps a call whose arguments are the tokens from an index on.
func (p *parser) note(ref string, from int) {
	if !p.noting || ref == "" || len(p.calls) >= maxCalls {
		return
	}
	toks := p.toks[min(from, p.i):p.i]
	if n := len(toks); n > 0 && toks[n-1].is(")") {
		toks = toks[:n-1]
	}
	args := word.Text{{Kind: word.Lit, Text: "("}}
	args = append(args, p.spelled(toks)...)
	line := 1
	if from > 0 && from <= len(p.toks) {
		line = p.toks[from-1].line
	}
	p.calls = append(p.calls, Called{
		Name: word.Text{{Kind: word.Lit, Text: ref}},
		Args: append(args, word.Piece{Kind: word.Lit, Text: ")"}), Line: line,
	})
}

// spelled are tokens without the space between them; texts are in double quotes.
func (p *parser) spelled(toks []token) word.Text {
	var out word.Text
	lit := func(s string) { out = append(out, word.Piece{Kind: word.Lit, Text: s}) }
	for i := range toks {
		if len(out) > maxPieces {
			return append(out, word.Piece{Kind: word.Unknown, Text: "…"})
		}
		switch t := &toks[i]; t.kind {
		case hole:
			out = append(out, p.piece(t.hole))
		case text:
			lit(`"`)
			out = append(out, p.quoted(t)...)
			lit(`"`)
		default:
			if i > 0 && t.kind == name && toks[i-1].kind == name {
				lit(" ")
			}
			lit(t.text)
		}
	}
	return out
}

// quoted is what a text token holds; what it computes is not known.
func (p *parser) quoted(t *token) word.Text {
	var out word.Text
	for i := range t.parts {
		switch part := &t.parts[i]; {
		case part.hole > 0:
			out = append(out, p.piece(part.hole-1))
		case part.code != nil:
			out = append(out, word.Piece{Kind: word.Unknown, Text: "…"})
		default:
			out = append(out, word.Piece{Kind: word.Lit, Text: part.text})
		}
	}
	return out
}

// storeCalls reads the commands of a Redis client, one on a line: the command
// is the name, in capitals as its arguments are (Redis reads both in any case).
func storeCalls(text word.Text) []Called {
	src, holes, ok := flatten(text)
	if !ok {
		return nil
	}
	var calls []Called
	seen := 0
	for n, line := range strings.Split(src, "\n") {
		before := seen
		seen += strings.Count(line, "\x00")
		fields := strings.Fields(line)
		for len(fields) > 1 && strings.Trim(fields[0], "0123456789") == "" {
			fields = fields[1:] // so often
		}
		if len(fields) == 0 || len(calls) >= maxCalls {
			continue
		}
		r := &sqlReader{holes: holes}
		c := Called{Line: n + 1, Name: r.pieces(strings.ToUpper(strings.Trim(fields[0], `"'`)), before)}
		args := "(" + strings.ToUpper(strings.Join(fields[1:], ",")) + ")"
		c.Args = r.pieces(args, before+strings.Count(fields[0], "\x00"))
		if opaque(c.Name) {
			continue
		}
		calls = append(calls, c)
		if s, _ := c.Name.Known(); s == "EVAL" || s == "EVAL_RO" {
			script := line[strings.Index(line, fields[0])+len(fields[0]):]
			calls = append(calls, luaStoreCalls(r.pieces(bare(script), before))...)
		}
	}
	return calls
}

// bare is a script without the quotes that a line has around it.
func bare(s string) string {
	s = strings.TrimSpace(s)
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		if end := strings.LastIndexByte(s, s[0]); end > 0 {
			return s[1:end]
		}
	}
	return s
}

// luaStoreCalls are the commands that a script within the store calls.
func luaStoreCalls(text word.Text) []Called {
	var out []Called
	calls, _ := Calls("lua", text)
	for _, c := range calls {
		switch name, _ := c.Name.Known(); name {
		case "redis.call", "redis.pcall", "server.call", "server.pcall":
			words := make(word.Text, len(c.Args))
			for i, p := range c.Args {
				words[i] = p
				if p.Kind == word.Lit {
					words[i].Text = strings.NewReplacer(`"`, "", "(", "", ")", "", ",", " ").Replace(p.Text)
				}
			}
			out = append(out, storeCalls(words)...)
		}
	}
	return out
}

// queries tells of a text that a program hands to a database.
func (p *parser) queries(list []value, at int, run Run) {
	if p.memory || at >= len(list) || list[at].list || list[at].each {
		return
	}
	if len(ReadSQL("sql", list[at].text).Statements) > 0 {
		run.Lang, run.Text = "sql", list[at].text
		p.emit(run)
	}
}

// Drops reports whether statements drop or empty something. Of a saved program
// only that counts: what it does to rows it was written to do, some day.
func Drops(text word.Text) bool {
	for _, s := range ReadSQL("sql", text).Statements {
		if s.Is("drop") || s.Is("truncate") {
			return true
		}
	}
	return false
}

// mentionsMemory reports whether a program works on a database in memory.
func mentionsMemory(toks []token) bool {
	for i := range toks {
		if t := &toks[i]; t.kind == text && len(t.parts) == 1 && (t.parts[0].text == ":memory:" || t.parts[0].text == "sqlite://") {
			return true
		}
	}
	return false
}
