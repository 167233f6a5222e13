package diag

// Level says how bad a problem is. The zero value is Error.
type Level uint8

const (
	// Error is what keeps a file from meaning what it says.
	Error Level = iota
	// Warning is what is most likely not meant.
	Warning
	// Note is a remark.
	Note
)

// String returns the level as SARIF spells it.
func (l Level) String() string {
	switch l {
	case Warning:
		return "warning"
	case Note:
		return "note"
	}
	return "error"
}
