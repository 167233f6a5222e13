package reach

import (
	"tagout/internal/code"
	"tagout/internal/shell"
	"tagout/internal/word"
)

// maxIncluded bounds the files that texts for a database include.
const maxIncluded = 16

// data leads on what a text for a database has run by a shell (\!, .shell), and
// keeps the texts of the files that it includes with the call.
func (w *walker) data(f *Found, lang string, text word.Text, s *shell.Scope, sub shell.Sub) {
	d := code.ReadSQL(lang, text)
	for i := range d.Runs {
		w.coded(f, &d.Runs[i], s, sub)
	}
	for _, file := range d.Files {
		if len(f.Call.Code) >= maxIncluded {
			f.Call.Code = append(f.Call.Code, unread(lang, file))
			return
		}
		included, from, ok := s.ReadFile(file)
		f.ProgramFrom = append(f.ProgramFrom, from...)
		if !ok {
			f.Call.Code = append(f.Call.Code, unread(lang, file))
			continue
		}
		inner := sub
		inner.Name, inner.File = file.String(), true
		w.code(f, lang, included, s, inner, len(from) == 0)
	}
}

// unread is code that a call runs and of which nothing is known.
func unread(lang string, file word.Word) shell.Code {
	return shell.Code{Lang: lang, Text: word.Text{{Kind: word.Unknown, Text: "what " + file.String() + " holds"}}}
}
