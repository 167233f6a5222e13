// Package tri is three-valued logic: no, maybe, yes.
package tri

// Tri is an answer. The zero value is No.
type Tri uint8

const (
	// No is certain.
	No Tri = iota
	// Maybe is not known.
	Maybe
	// Yes is certain.
	Yes
)

// And returns the lesser of two answers.
func (t Tri) And(o Tri) Tri { return min(t, o) }

// Or returns the greater of two answers.
func (t Tri) Or(o Tri) Tri { return max(t, o) }

// Not swaps Yes and No and keeps Maybe.
func (t Tri) Not() Tri { return Yes - t }

// Of returns Yes for true and No for false.
func Of(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// String returns "no", "maybe" or "yes".
func (t Tri) String() string { return [...]string{"no", "maybe", "yes"}[t] }
