package policy

import (
	"slices"

	"tagout/internal/builtin"
	"tagout/internal/mcp"
	"tagout/internal/rule"
)

// placedReading is a row for calls of MCP tools and where it stands.
type placedReading struct {
	rule.Reading
	origin
}

// addReadings adds a file's rows. They stand behind those of the layers below,
// whose commands they cannot change: a row only ever adds something to be judged,
// so that an untrusted file may have them too.
func (l *layer) addReadings() {
	for i := range l.file.Readings {
		l.policy.readings = append(l.policy.readings, placedReading{l.file.Readings[i], origin{l.Layer, l.File}})
	}
}

// allReadings are the rows of all layers, in order of trust.
func (p *Policy) allReadings() []placedReading {
	out := make([]placedReading, 0, len(builtin.Readings)+len(p.readings))
	for i := range builtin.Readings {
		out = append(out, placedReading{builtin.Readings[i], origin{BuiltInLayer, "built in"}})
	}
	return append(out, p.readings...)
}

// Reads reads a call of an MCP tool: which commands it is as good as. Every row
// that speaks of the tool counts. One that guesses counts only where no trusted
// row knows the tool.
func (p *Policy) Reads(c *mcp.Call) mcp.Reading {
	var fit []*placedReading
	for i := range builtin.Readings {
		if mcp.Fits(&builtin.Readings[i], c) {
			fit = append(fit, &placedReading{builtin.Readings[i], origin{BuiltInLayer, "built in"}})
		}
	}
	for i := range p.readings {
		if mcp.Fits(&p.readings[i].Reading, c) {
			fit = append(fit, &p.readings[i])
		}
	}
	var rows []*rule.Reading
	for _, r := range fit {
		if !r.Guess || !slices.ContainsFunc(fit, r.knownBy) {
			rows = append(rows, &r.Reading)
		}
	}
	return mcp.Read(c, rows)
}

// knownBy reports whether another row makes a guess needless: the built-in one
// any that is trusted, else one that stands as high.
func (r *placedReading) knownBy(o *placedReading) bool {
	return !o.Guess && o.layer < UntrustedLayer && (r.layer == BuiltInLayer || o.layer <= r.layer)
}

// ToolReading describes a row for calls of MCP tools for people.
type ToolReading struct {
	Reading
	// File is where it stands: "built in", or the path given to Load.
	File  string
	Layer Layer
}

// Readings lists the rows for calls of MCP tools, those of the layers first.
func (p *Policy) Readings() []ToolReading {
	var out []ToolReading
	all := p.allReadings()
	own := len(all) - len(p.readings)
	for _, r := range append(all[own:], all[:own]...) {
		out = append(out, ToolReading{r.Reading, r.file, r.layer})
	}
	return out
}
