package plan

import (
	"errors"
	"fmt"
	"strconv"
)

const (
	// formatVersion is the only version there is of the format.
	formatVersion = 3
	// maxChanges bounds how many changes are read.
	maxChanges = 100_000
)

// decode reads the message Plan.
func decode(body string) (*Plan, error) {
	p := &Plan{}
	var version, mode, errored uint64
	var backend, store string
	var hasBackend, hasStore bool
	err := each(body, func(f *field) error {
		switch f.id {
		case 1:
			return f.number(&version)
		case 3:
			return p.add(f)
		case 13:
			return f.once(&backend, &hasBackend)
		case 14:
			return f.text(&p.Version)
		case 17:
			return f.number(&mode)
		case 20:
			return f.number(&errored)
		case 27, 31: // deferred_changes, deferred_action_invocations
			p.Deferred++
		case 29:
			return f.once(&store, &hasStore)
		case 30: // action_invocations
			p.Actions++
		}
		return nil
	})
	// A version of the future may well be what broke the rest.
	if version != formatVersion && (err == nil || version != 0) {
		return nil, fmt.Errorf("unknown format version %d (want %d)", version, formatVersion)
	}
	if err != nil {
		return nil, err
	}
	if mode > uint64(RefreshOnly) {
		return nil, fmt.Errorf("unknown mode %d", mode)
	}
	// Terraform refuses a plan without a backend too. Without this, one cut off
	// between two changes would be whole.
	if !hasBackend && !hasStore {
		return nil, errors.New("truncated: a plan without a backend")
	}
	p.Mode, p.Errored = Mode(mode), errored != 0
	if !hasBackend {
		backend = store
	}
	if err := p.place(backend); err != nil {
		return nil, err
	}
	return p, nil
}

// place reads the message Backend, or StateStore (Terraform 1.14), of which the
// same fields have the same numbers.
func (p *Plan) place(backend string) error {
	return each(backend, func(f *field) error {
		switch f.id {
		case 1:
			return f.text(&p.Backend)
		case 3:
			return f.text(&p.Workspace)
		}
		return nil
	})
}

// add reads a message ResourceInstanceChange.
func (p *Plan) add(f *field) error {
	var message, change string
	if err := f.raw(&message); err != nil {
		return err
	}
	if len(p.Changes) == maxChanges {
		return fmt.Errorf("more than %d changes", maxChanges)
	}
	var c Change
	var reason uint64
	var hasChange bool
	err := each(message, func(f *field) error {
		switch f.id {
		case 7:
			return f.text(&c.Deposed)
		case 9:
			return f.once(&change, &hasChange)
		case 12:
			return f.number(&reason)
		case 13:
			return f.text(&c.Address)
		case 14:
			return f.text(&c.Previous)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !hasChange {
		return errors.New("a change without an action")
	}
	if err := c.decode(change); err != nil {
		return err
	}
	c.Reason = reasonText(reason)
	return p.keep(&c)
}

// keep adds a change, if it is one.
func (p *Plan) keep(c *Change) error {
	mode, _, ok := split(c.Address)
	if !ok {
		return errors.New("an address that terraform does not write")
	}
	if c.Previous == c.Address {
		c.Previous = ""
	}
	if _, _, ok := split(c.Previous); !ok && c.Previous != "" {
		return errors.New("an address that terraform does not write")
	}
	if !c.harmless(mode) {
		p.Changes = append(p.Changes, *c)
	}
	return nil
}

// harmless reports whether a change is to nothing that outlives the run: a data
// source is only taken out of the state, which "terraform show" does not show
// either, and an ephemeral resource is opened, for which OpenTofu writes the
// number that stands for CreateForget in Terraform.
func (c *Change) harmless(mode string) bool {
	return mode == "data" && c.Action == Delete || mode == "ephemeral" && c.Action == CreateForget
}

// decode reads a message Change: the action and its values.
func (c *Change) decode(message string) error {
	var action uint64
	var values [2]string
	n := 0
	err := each(message, func(f *field) error {
		switch f.id {
		case 1:
			return f.number(&action)
		case 2:
			n++
			if n > len(values) {
				return errors.New("a change of more than two values")
			}
			return value(f, &values[n-1])
		}
		return nil
	})
	if err != nil {
		return err
	}
	if action > uint64(ForgetCreate) || Action(action).String() == "" {
		return fmt.Errorf("unknown action %d", action)
	}
	c.Action = Action(action)
	c.before, c.after = c.Action.values(values)
	return nil
}

// values gives the values of a change their places: of what is made the first one
// is the new one, what stays has only one, and of all others the old one comes
// before the new one, if there is one.
func (a Action) values(v [2]string) (before, after string) {
	switch a {
	case NoOp:
		return v[0], v[0]
	case Create:
		return "", v[0]
	}
	return v[0], v[1]
}

// value reads a message DynamicValue.
func value(f *field, v *string) error {
	var message string
	if err := f.raw(&message); err != nil {
		return err
	}
	return each(message, func(f *field) error {
		if f.id == 1 {
			return f.raw(v)
		}
		return nil
	})
}

// reasonText spells a ResourceInstanceActionReason as the JSON of a plan does.
func reasonText(reason uint64) string {
	switch reason {
	case 0:
		return ""
	case 1:
		return "replace_because_tainted"
	case 2:
		return "replace_by_request"
	case 3:
		return "replace_because_cannot_update"
	case 4:
		return "delete_because_no_resource_config"
	case 5:
		return "delete_because_wrong_repetition"
	case 6:
		return "delete_because_count_index"
	case 7:
		return "delete_because_each_key"
	case 8:
		return "delete_because_no_module"
	case 9:
		return "replace_by_triggers"
	case 10:
		return "read_because_config_unknown"
	case 11:
		return "read_because_dependency_pending"
	case 12:
		return "delete_because_no_move_target"
	case 13:
		return "read_because_check_nested"
	case 14: // OpenTofu
		return "delete_because_enabled_false"
	}
	return "reason " + strconv.FormatUint(reason, 10)
}
