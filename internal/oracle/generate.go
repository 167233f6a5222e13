//go:build linux

package oracle

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"

	"tagout/internal/shell"
)

// Generator writes random programs in one shell's language. They name only
// stubs and harmless programs, write only below the current directory, and
// every loop of theirs ends.
type Generator struct {
	*rand.Rand
	dialect shell.Dialect
	grammar map[string][]production
	depth   int
	// loops is how many are around, in the same function and process.
	loops   int
	deepest int
	fresh   int
	// forks is how many processes may still be made: they cost far more than
	// all the rest.
	forks int
	used  map[string]int
	nests map[int]int
}

// production is one way to write a part of a program.
type production struct {
	// in are the shells that know it: letters of "bdz"; "" for all.
	in   string
	name string // what is counted
	// weight is how often it is taken, compared with others.
	weight int
	// forks is how many processes it makes.
	forks int
	write func(*Generator) string
}

// NewGenerator returns a generator of the shell's programs. The same seed
// writes the same programs.
func NewGenerator(d shell.Dialect, seed int64) *Generator {
	g := &Generator{Rand: rand.New(rand.NewSource(seed)), dialect: d, used: map[string]int{}, nests: map[int]int{}}
	letter := map[shell.Dialect]string{shell.Bash: "b", shell.POSIX: "d", shell.Zsh: "z"}[d]
	g.grammar = map[string][]production{}
	for part, list := range grammar() {
		for _, p := range list {
			if p.in == "" || strings.Contains(p.in, letter) {
				g.grammar[part] = append(g.grammar[part], p)
			}
		}
	}
	return g
}

// Program writes one program.
func (g *Generator) Program() string {
	g.fresh, g.deepest = 0, 0
	g.forks = []int{0, 0, 0, 1, 2, 4, 30}[g.Intn(7)]
	var b strings.Builder
	b.WriteString(g.pick("start") + "\n")
	for range 1 + g.Intn(6) {
		b.WriteString(g.end(g.stmt()))
	}
	g.nests[g.deepest]++
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// Counts lists how often each construct was written, and how deep programs
// were nested.
func (g *Generator) Counts() string {
	var names []string
	for name := range g.used {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		fmt.Fprintf(&b, "%s %d, ", name, g.used[name])
	}
	b.WriteString("programs by nesting:")
	for depth := range 10 {
		if n := g.nests[depth]; n > 0 {
			fmt.Fprintf(&b, " %d deep %d", depth, n)
		}
	}
	return b.String()
}

// pick writes one of the ways to write a part.
func (g *Generator) pick(part string) string {
	list := g.grammar[part]
	total := 0
	for i := range list {
		total += g.weigh(&list[i])
	}
	n := g.Intn(total)
	for i := range list {
		if n -= g.weigh(&list[i]); n < 0 {
			g.used[part+" "+list[i].name]++
			g.forks -= list[i].forks
			return list[i].write(g)
		}
	}
	panic("the weights of " + part + " do not add up")
}

func (g *Generator) weigh(p *production) int {
	if p.forks > g.forks {
		return 0
	}
	return p.weight
}

func (g *Generator) one(list ...string) string { return list[g.Intn(len(list))] }

func (g *Generator) stmt() string {
	if g.depth > 3 {
		return g.simple()
	}
	return g.pick("statement")
}

// block is one to three statements, each ended.
func (g *Generator) block() string {
	g.depth++
	g.deepest = max(g.deepest, g.depth)
	defer func() { g.depth-- }()
	var b strings.Builder
	for range 1 + g.Intn(3) {
		b.WriteString(g.end(g.stmt()))
	}
	return b.String()
}

// apart is a block that no loop is around.
func (g *Generator) apart() string {
	loops := g.loops
	g.loops = 0
	defer func() { g.loops = loops }()
	return g.block()
}

// end ends a statement: after a here-document only a new line does.
func (g *Generator) end(s string) string {
	if strings.Contains(s, "<<") || g.Intn(4) == 0 {
		return s + "\n"
	}
	return s + "; "
}

// word is a word of one or two parts.
func (g *Generator) word() string {
	s := g.pick("part")
	if g.Intn(2) == 0 {
		s += g.pick("part")
	}
	return s
}

// words is up to n words, each with a blank before it.
func (g *Generator) words(n int) string {
	var b strings.Builder
	for range g.Intn(n + 1) {
		b.WriteString(" " + g.word())
	}
	return b.String()
}

func (g *Generator) name() string { return g.one("a", "b", "c", "d") }

// ref is a reference to a variable, bare.
func (g *Generator) ref() string { return "$" + g.name() }

// counters is how many variables of its own a program may have.
const counters = 60

// counter is a variable that nothing else assigns.
func (g *Generator) counter() string {
	g.fresh++
	return fmt.Sprintf("n%d", g.fresh)
}

// simple is a call of a stub, perhaps with assignments and redirections.
func (g *Generator) simple() string {
	s := ""
	if g.Intn(14) == 0 {
		g.used["prefix"]++
		s = g.name() + "=" + g.word() + " "
	}
	s += g.one("p", "p", "p", "pq", "no", "out") + g.words(3)
	if g.Intn(14) == 0 && !strings.Contains(s, "=") { // zsh opens files before it assigns
		s += g.pick("redirect")
	}
	return s
}

func lit(list ...string) func(*Generator) string {
	return func(g *Generator) string { return g.one(list...) }
}
