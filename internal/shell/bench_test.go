package shell

import "testing"

// BenchmarkRun measures commands as agents propose them.
func BenchmarkRun(b *testing.B) {
	w := testWorld(loginEnv(), nil)
	for name, text := range map[string]string{
		"plain":   "git status --short && git diff --stat HEAD~1 -- src",
		"typical": "git commit -m \"foo $HOME\" && terraform -chdir=prod destroy | tee out.log",
		"loop":    `for f in a b c; do if [ -f "$f" ]; then grep -n x "$f" | head -5; fi; done`,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Run(text, Config{Dir: "/w", World: w, Visit: (&recorder{}).visit})
			}
		})
	}
}
