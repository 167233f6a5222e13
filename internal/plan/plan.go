// Package plan reads the plan files of Terraform and OpenTofu in process: what
// would applying this file do? It runs nothing. "terraform show -json" would
// start the provider programs found under .terraform, which an agent can write,
// needs an initialised directory and takes from 70 ms to 6 s.
//
// A plan file is a zip archive whose member "tfplan" is a protobuf message; the
// values of attributes in it are msgpack as cty writes it. The numbers of fields,
// actions and reasons are those of internal/plans/internal/planproto/planfile.proto
// of OpenTofu (MPL-2.0) and were compared with plans of Terraform 1.11.4 and their
// JSON. Terraform's are the same, but for action 9 (see Change.harmless) and fields
// that only one of the two has.
//
// What is not understood is an error, and an error is no answer: whoever asks has
// to take it for "this plan may do anything".
package plan

import "strconv"

// Plan is what applying a plan file would do.
type Plan struct {
	// Mode is the kind of planning that made it.
	Mode Mode
	// Changes are those of resource instances, in the order of the file. That
	// of a data source which merely leaves the state is not among them, as it
	// is not in "terraform show -json", nor the opening of an ephemeral
	// resource. Drift, which was found and not planned, is not either.
	Changes []Change
	// Errored is set where planning failed: Terraform refuses to apply it.
	Errored bool
	// Deferred counts the changes and actions put off to a later plan.
	Deferred int
	// Actions counts the invocations of provider actions (Terraform 1.14).
	Actions int
	// Workspace is the workspace that the plan was made in.
	Workspace string
	// Backend is the type of the backend, or of the state store.
	Backend string
	// Version is that of the program that made the plan.
	Version string
}

// Mode is a kind of planning: the Mode of planfile.proto.
type Mode uint8

const (
	// Normal plans what the configuration asks for.
	Normal Mode = iota
	// Destroy plans the end of everything in the state.
	Destroy
	// RefreshOnly plans no change but that of the state.
	RefreshOnly
)

// String returns "normal", "destroy" or "refresh-only".
func (m Mode) String() string {
	switch m {
	case Normal:
		return "normal"
	case Destroy:
		return "destroy"
	case RefreshOnly:
		return "refresh-only"
	}
	return "mode " + strconv.Itoa(int(m))
}

// Change is what the plan would do to one object.
type Change struct {
	// Address names the resource instance: module.a[0].aws_db_instance.b["x"].
	Address string
	// Deposed is the key of an object that a replacement left behind, if the
	// change is to that and not to the current object.
	Deposed string
	// Previous is the address before a move, if it is another one.
	Previous string
	// Action is what would be done.
	Action Action
	// Reason is why, as "terraform show -json" spells its action_reason.
	Reason string

	before, after string // msgpack; "" if the change has none
}

// Type returns the type of the resource: aws_db_instance of
// module.a[0].aws_db_instance.b["x"] and of data.aws_db_instance.b.
func (c *Change) Type() string {
	_, kind, _ := split(c.Address)
	return kind
}

// Action is what a change does: the Action of planfile.proto, with its numbers.
type Action uint8

const (
	// NoOp leaves the object alone.
	NoOp Action = 0
	// Create makes it.
	Create Action = 1
	// ReadSource reads a data source ("read"; Read is the reader of plans).
	ReadSource Action = 2
	// Update changes it in place.
	Update Action = 3
	// Delete deletes it.
	Delete Action = 5
	// DeleteCreate replaces it, deleting first.
	DeleteCreate Action = 6
	// CreateDelete replaces it, creating first.
	CreateDelete Action = 7
	// Forget takes it out of the state and leaves it where it is.
	Forget Action = 8
	// CreateForget makes another and forgets it (Terraform).
	CreateForget Action = 9
	// ForgetCreate forgets it and makes another (OpenTofu).
	ForgetCreate Action = 10
)

// String returns the action as the list of "terraform show -json", joined with
// commas: "delete,create". It is "" for what is no action.
func (a Action) String() string {
	switch a {
	case NoOp:
		return "no-op"
	case Create:
		return "create"
	case ReadSource:
		return "read"
	case Update:
		return "update"
	case Delete:
		return "delete"
	case DeleteCreate:
		return "delete,create"
	case CreateDelete:
		return "create,delete"
	case Forget:
		return "forget"
	case CreateForget:
		return "create,forget"
	case ForgetCreate:
		return "forget,create"
	}
	return ""
}

// Deletes reports whether the object is deleted, be it to be made again.
func (a Action) Deletes() bool { return a == Delete || a == DeleteCreate || a == CreateDelete }

// Creates reports whether an object is made.
func (a Action) Creates() bool {
	return a == Create || a.Replaces() || a == CreateForget || a == ForgetCreate
}

// Replaces reports whether the object is deleted and made again.
func (a Action) Replaces() bool { return a == DeleteCreate || a == CreateDelete }

// Forgets reports whether the object leaves the state and stays where it is.
func (a Action) Forgets() bool { return a == Forget || a == CreateForget || a == ForgetCreate }
