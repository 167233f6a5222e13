package code

// A program that is larger than what is read of it may run anything in the
// rest. Find says so by one of these, and never ends silently.
const (
	overSize   = "a program of more than 1 MiB"
	overTokens = "a program of more than 131072 tokens"
	overRuns   = "a program that runs more than 256 things"
	overDepth  = "a program nested too deeply"
	overText   = "a program that puts together more text than is followed"
	overNames  = "a program of more than 4096 variables"
)

// over notes the first bound that was hit.
func (f *finder) over(what string) {
	if f.limit == "" {
		f.limit = what
	}
}
