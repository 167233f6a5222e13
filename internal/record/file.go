package record

import "time"

// sharing is who else may hold a lock.
type sharing bool

const (
	alone    sharing = false
	together sharing = true
)

// acquire locks a file, waiting no longer than it is told. Where it gives up, the
// file is closed, now or when the lock comes after all.
func acquire(f file, who sharing, wait time.Duration) bool {
	if f.lock(who, false) == nil {
		return true
	}
	got, gone := make(chan error), make(chan struct{})
	go func() {
		err := f.lock(who, true)
		select {
		case got <- err:
		case <-gone:
			f.close()
		}
	}()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case err := <-got:
		if err != nil {
			f.close()
		}
		return err == nil
	case <-timer.C:
		close(gone)
		return false
	}
}
