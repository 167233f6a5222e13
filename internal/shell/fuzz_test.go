package shell

import "testing"

// FuzzRun: no text makes the interpreter panic, and every span it reports lies
// within its source.
func FuzzRun(f *testing.F) {
	for _, text := range seeds() {
		f.Add(text, uint8(0))
	}
	for _, text := range zshPrograms() {
		f.Add(text, uint8(Zsh))
	}
	for _, text := range fishPrograms() {
		f.Add(text, uint8(Fish))
	}
	for _, h := range hostile() {
		if len(h[0]) < 4096 {
			f.Add(h[0], uint8(2))
		}
	}
	limits := Limits{Calls: 500, Depth: 12, Loop: 8, Alts: 4, Bytes: 1 << 16}
	f.Fuzz(func(t *testing.T, text string, d uint8) {
		r := &recorder{}
		problems := Run(text, Config{Dialect: Dialect(d % 4), Dir: "/w", World: testWorld(loginEnv(), nil), Visit: r.visit, Limits: limits})
		within := func(src *Source, start, end int) {
			if start < 0 || start > end || end > len(src.Text) {
				t.Fatalf("span %d-%d outside of %q", start, end, src.Text)
			}
		}
		for _, c := range r.calls {
			within(c.Source, c.Span.Start, c.Span.End)
			for src := c.Source; src.In != nil; src = src.In {
				within(src.In, src.By.Start, src.By.End)
			}
		}
		for _, p := range problems {
			within(p.Source, p.Span.Start, p.Span.End)
		}
	})
}
