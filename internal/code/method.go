package code

import (
	"encoding/base64"
	"strings"

	"tagout/internal/word"
)

// method follows value.name(args) where the value is no reference.
func (p *parser) method(v value, t *token, args []field) value {
	list := positional(args)
	switch {
	case v.list:
		return p.listMethod(v, t, list)
	case v.run > 0 && v.run <= len(p.runs):
		return p.fileMethod(v, t, list, args)
	case v.path:
		if out, ok := p.pathMethod(v, t, list, args); ok {
			return out
		}
	}
	if out, ok := textMethod(v, t.text, list); ok {
		return out
	}
	if r := p.g.exactly("*." + t.text); r != nil {
		out := v.unsure()
		p.does(r, t.text, args, &out, t)
		return out
	}
	p.sdkCall(t.text, args, t)
	return v.unsure()
}

// textMethod is what a method makes of a text.
func textMethod(v value, s string, list []value) (value, bool) {
	switch s {
	case "format":
		return filled(v, list, false), true
	case "join":
		if len(list) == 1 {
			return joined(list[0], v), true
		}
	case "split":
		if len(list) == 0 {
			return split(v), true
		}
		if sep, _ := list[0].text.Known(); sep == " " {
			return split(v), true
		}
	case "strip", "trim", "encode", "decode", "toString", "to_s", "freeze", "chomp", "rstrip", "lstrip", "dup", "absolute", "resolve", "as_posix", "to_path", "realpath", "to_str", "shellsplit":
		return v, true
	case "replace", "replaceAll", "replace_all":
		if len(list) == 2 {
			return replaced(v, list[0], list[1])
		}
	case "expanduser", "expand_path":
		return expandHome(v), true
	case "concat":
		for _, x := range list {
			v = join(v, x)
		}
		return v, true
	case "unpack1":
		if text, err := base64.StdEncoding.DecodeString(v.text.Spelling()); err == nil {
			return literal(string(text)), true
		}
	}
	return value{}, false
}

// replaced is a text with another in the place of a part of it.
func replaced(v, old, with value) (value, bool) {
	s, known := v.text.Known()
	from, ok := old.text.Known()
	to, ok2 := with.text.Known()
	if !known || !ok || !ok2 || from == "" || len(s) > maxName<<2 || len(to) > maxName {
		return value{}, false
	}
	return literal(strings.ReplaceAll(s, from, to)), true
}

// listMethod is what a method makes of a list.
func (p *parser) listMethod(v value, t *token, list []value) value {
	switch t.text {
	case "join":
		sep := literal("")
		if len(list) > 0 {
			sep = list[0]
		}
		return joined(v, sep)
	case "each", "forEach", "map", "each_with_index":
		if p.peek().is("{") || p.peek().named("do") {
			if n := p.i; p.at(1).is("|") && p.at(2).kind == name {
				p.bind(p.at(2).text, eachOf(v))
				p.i = n
			}
		}
		return unknown("a list", "")
	case "concat":
		for _, x := range list {
			v = join(v, x)
		}
		return v
	case "flatten", "compact", "uniq", "slice":
		return v
	}
	return v.unsure()
}

// looped binds the parameter of a function that is called for each item of a
// list: list.forEach(x => …).
func (p *parser) looped(v value, t *token) {
	if !v.list || t.text != "forEach" && t.text != "map" {
		return
	}
	n := 1
	for p.at(n).is("(") || p.at(n).named("async") || p.at(n).named("function") {
		n++
	}
	if p.at(n).kind == name {
		p.bind(p.at(n).text, eachOf(v))
	}
}

// fileMethod adds what is written to an open file.
func (p *parser) fileMethod(v value, t *token, list []value, args []field) value {
	run := &p.runs[v.run-1]
	if in := inputOf(args); in != nil && t.text == "communicate" {
		list = []value{{text: in}}
	}
	switch t.text {
	case "write", "puts", "print", "end", "<<", "writelines", "communicate":
		if len(list) == 1 && len(run.Input) < maxRuns {
			run.Input = append(run.Input[:len(run.Input):len(run.Input)], list[0].word().Pieces...)
			if t.text == "puts" {
				run.Input = append(run.Input, word.Piece{Kind: word.Lit, Text: "\n"})
			}
		}
	}
	return v
}

// pathMethod is what an object that stands for a path does.
func (p *parser) pathMethod(v value, t *token, list []value, args []field) (value, bool) {
	run := Run{Name: "Path." + t.text, Line: t.line}
	path := v.texts()
	if v.each {
		for _, it := range v.items {
			p.pathMethod(it, t, list, args)
		}
		return v.unsure(), true
	}
	out := v.unsure()
	if listed, ok := below(v, t.text, list); ok {
		return listed, true
	}
	switch t.text {
	case "unlink", "delete", "rm":
		run.Argv = argv("rm", path)
	case "rmdir":
		run.Argv = argv("rmdir", path)
	case "rmtree", "rm_rf":
		run.Argv = argv("rm -rf", path)
	case "write_text", "write_bytes":
		if len(list) > 0 {
			run.Input = list[0].text
		}
		run.Argv = argv("tee", path)
	case "rename", "replace":
		if len(list) > 0 {
			run.Argv = argv("mv", append(path, list[0].word()))
		}
	case "open":
		p.opens(&row{}, append([]value{{text: v.text}}, list...), args, &run, &out)
		return out, true
	case "joinpath", "join", "+":
		for _, x := range list {
			v = joinPath(v, x)
		}
		return v, true
	default:
		return value{}, false
	}
	p.emit(run)
	return out, true
}

// servicePrefix starts the reference to a cloud SDK's client.
const servicePrefix = "aws:"

// mentionsSDK reports whether a program uses the SDK of a cloud: a name or a
// module's name says so.
func mentionsSDK(toks []token) bool {
	for i := range toks {
		switch t := &toks[i]; t.kind {
		case name:
			switch t.text {
			case "boto3", "aioboto3", "botocore", "aiobotocore":
				return true
			}
		case text:
			for _, part := range t.parts {
				if strings.HasPrefix(part.text, "@aws-sdk/") || strings.HasPrefix(part.text, "aws-sdk") {
					return true
				}
			}
		}
	}
	return false
}

// sdkCall tells a destroying call of a cloud's SDK as the command-line tool
// spells it: client.delete_db_instance(…), new DeleteDBInstanceCommand(…).
func (p *parser) sdkCall(ref string, args []field, t *token) {
	last := ref[strings.LastIndexByte(ref, '.')+1:]
	op := kebab(strings.TrimSuffix(last, "Command"))
	if !p.sdk || !strings.HasPrefix(op, "delete-") && !strings.HasPrefix(op, "terminate-") {
		return
	}
	service := word.Unknowable("SERVICE", false)
	if s := serviceOf(ref); s != "" {
		service = word.Literal(s)
	}
	words := []word.Word{word.Literal("aws"), service, word.Literal(op)}
	for _, a := range args {
		words = append(words, parameter(a)...)
		for _, f := range a.v.fields {
			words = append(words, parameter(f)...)
		}
	}
	p.emit(Run{Argv: words, Name: last, Line: t.line})
}

// parameter is a named argument as an option.
func parameter(f field) []word.Word {
	if f.name == "" || f.name == "*" || f.v.ref == "True" || f.v.ref == "true" {
		return nil
	}
	opt := "--" + kebab(f.name)
	if f.v.ref == "False" || f.v.ref == "false" {
		return nil
	}
	return append([]word.Word{word.Literal(opt)}, f.v.texts()...)
}

// serviceOf is the service of a client: of boto3.client("rds"), of a class of
// "@aws-sdk/client-rds", of AWS.RDS().
func serviceOf(ref string) string {
	for _, mark := range [...]string{servicePrefix, "@aws-sdk/client-"} {
		if _, rest, ok := strings.Cut(ref, mark); ok {
			s, _, _ := strings.Cut(rest, ".")
			return strings.ToLower(strings.TrimSuffix(s, "()"))
		}
	}
	return ""
}

// kebab spells a name as the command line does: deleteDBInstance and
// delete_db_instance are delete-db-instance.
func kebab(s string) string {
	var b strings.Builder
	upper := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= 'A' && s[i] <= 'Z' }
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
			b.WriteByte('-')
		case upper(i):
			if i > 0 && s[i-1] != '_' && (!upper(i-1) || i+1 < len(s) && !upper(i+1) && letter(s[i+1])) {
				b.WriteByte('-')
			}
			b.WriteByte(c | 0x20)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
