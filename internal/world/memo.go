package world

// Remembering returns a world that asks each question about the file system
// once, so that one evaluation judges one state of it, and cheaply. It is for
// one goroutine.
func (w World) Remembering() World {
	if w.Lstat != nil {
		w.Lstat = once(w.Lstat)
	}
	if w.Readlink != nil {
		w.Readlink = once(w.Readlink)
	}
	return w
}

// once remembers what ask answered for each path.
func once[T any](ask func(string) (T, error)) func(string) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var known map[string]answer
	return func(path string) (T, error) {
		if a, ok := known[path]; ok {
			return a.value, a.err
		}
		if known == nil {
			known = make(map[string]answer)
		}
		value, err := ask(path)
		known[path] = answer{value, err}
		return value, err
	}
}
