package shell

// status is what is known of an exit status.
type status uint8

const (
	// perhapsOK: nothing is known.
	perhapsOK status = iota
	// success and failure are certain.
	success
	failure
	// likely: a success that texts count on (cd), though it may fail.
	likely
)

func statusOf(ok bool) status {
	if ok {
		return success
	}
	return failure
}

// not is the status of "! command".
func (s status) not() status {
	switch s {
	case success:
		return failure
	case failure:
		return success
	}
	return perhapsOK
}

// or is the status after one of two ways.
func (s status) or(o status) status {
	if s == o {
		return s
	}
	return perhapsOK
}
