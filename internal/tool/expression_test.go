package tool

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/catalog"
	"tagout/internal/word"
)

// TestEvery: the actions of a search that no test stands in the way of.
func TestEvery(t *testing.T) {
	find := &catalog.Tool{
		Name: "find", Options: catalog.Find,
		Opts: []catalog.Opt{
			{Names: []string{"-name"}, Arg: catalog.Value}, {Names: []string{"-mtime"}, Arg: catalog.Value},
			{Names: []string{"-type"}, Arg: catalog.Value}, {Names: []string{"-empty"}, Arg: catalog.Flag},
			{Names: []string{"-delete"}, Arg: catalog.Flag}, {Names: []string{"-prune"}, Arg: catalog.Flag},
			{Names: []string{"-o"}, Arg: catalog.Flag}, {Names: []string{"-a"}, Arg: catalog.Flag},
			{Names: []string{"-not"}, Arg: catalog.Flag}, {Names: []string{"-true"}, Arg: catalog.Flag},
			{Names: []string{"-false"}, Arg: catalog.Flag}, {Names: []string{"-print0"}, Arg: catalog.Flag},
		},
		Runs:    []catalog.Run{{How: catalog.Between, Options: []string{"-exec"}, Until: []string{";", "+"}}},
		Listing: catalog.Listing{Selects: []string{"-name", "-mtime", "!-mtime", "-empty"}},
	}
	for _, c := range []struct{ args, want string }{
		{"", "print"},
		{". -type f", "print"},
		{". -name x", ""},
		{". -delete -name x", "delete"},
		{". -name x -delete", ""},
		{". -name x -o -delete", "delete"},
		{". -name x -o -name y -delete", ""},
		{". ( -name x -o -name y ) -delete", ""},
		{". ( -name x -o -type f ) -delete", "delete"},
		{". ! -name x -delete", "delete"},
		{". -not -mtime 3 -delete", ""},
		{". ! ( ! -name x ) -delete", ""},
		{". ! ( -name x -o -name y ) -delete", "delete"},
		{". ! ( -name x -mtime 3 ) -delete", "delete"},
		{". -name x , -delete", "delete"},
		{". ( -name x , -true ) -delete", "delete"},
		{". -name x -prune -o -print0", "print"},
		{". -name x -prune -o -name y -print0", ""},
		{". -name x -prune", ""},
		{". -false -o -name x -delete", ""},
		{". -true -o -name x -delete", ""}, // never tried
		{". -name * -delete", "delete"},
		{". -name *.o -a -delete", ""},
		{". -exec /bin/rm {} ; -name x -exec cp {} y ;", "rm"},
		{". -exec rm {} + -delete", "rm delete"},
		{". ) -delete", "delete"},
		{". ( ! -delete", "delete"},
		{". !", "print"},
	} {
		words := []word.Word{word.Literal("find")}
		for _, w := range strings.Fields(c.args) {
			words = append(words, word.Literal(w))
		}
		r := read(find, "find", words, 0)
		var every []string
		for _, o := range r.Options {
			if o.Name == "--every" {
				every = append(every, o.Value.String())
			}
		}
		assert.Equal(t, c.want, strings.Join(every, " "), c.args)
	}
}
