// Package plantest makes plan files for tests: such as no terraform makes without
// its providers, and such as none would make at all.
package plantest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"

	"tagout/internal/plan"
)

// Row is one change.
type Row struct {
	Address  string
	Deposed  string
	Previous string
	Action   plan.Action
	// Reason is a number of ResourceInstanceActionReason in planfile.proto.
	Reason int
	// Before and After are the attributes; of what is created only After is
	// written, of what is deleted, forgotten or left alone only Before.
	Before, After map[string]any
	// RawBefore and RawAfter are written instead, if not nil: any bytes.
	RawBefore, RawAfter []byte
}

// Plan is a plan to be written; the zero value of a field stands for what
// Terraform writes in a new directory.
type Plan struct {
	Rows      []Row
	Mode      plan.Mode
	Errored   bool
	Deferred  int
	Actions   int
	Workspace string // "default"
	Backend   string // "local"
	Version   string // "1.11.4"
	Format    uint64 // 3
}

// File makes a plan file of these changes.
func File(rows ...Row) []byte { return Plan{Rows: rows}.File() }

// File makes the file: an archive laid out as Terraform's.
func (p Plan) File() []byte { return Archive(p.Body()) }

// Archive puts the message of a plan into an archive, between other members.
func Archive(body []byte) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range []struct {
		name string
		data []byte
	}{{"tfplan", body}, {"tfstate", []byte("{}")}, {"tfconfig/m-/main.tf", nil}} {
		f, err := w.Create(m.name)
		if err == nil {
			_, err = f.Write(m.data)
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// Body makes the message Plan of planfile.proto.
func (p Plan) Body() []byte {
	format := p.Format
	if format == 0 {
		format = 3
	}
	out := number(nil, 1, format)
	for _, r := range p.Rows {
		out = text(out, 3, string(r.message()))
	}
	backend := text(nil, 1, or(p.Backend, "local"))
	backend = text(backend, 2, string(dynamic(map[string]any{"path": nil}, nil)))
	backend = text(backend, 3, or(p.Workspace, "default"))
	out = text(out, 13, string(backend))
	out = text(out, 14, or(p.Version, "1.11.4"))
	out = number(out, 17, uint64(p.Mode))
	if p.Errored {
		out = number(out, 20, 1)
	}
	out = text(out, 21, "2026-03-01T12:00:00Z")
	for range p.Deferred {
		out = text(out, 27, "")
	}
	for range p.Actions {
		out = text(out, 30, "")
	}
	return out
}

// message makes a ResourceInstanceChange.
func (r Row) message() []byte {
	out := text(nil, 8, `provider["registry.terraform.io/hashicorp/aws"]`)
	if r.Deposed != "" {
		out = text(out, 7, r.Deposed)
	}
	out = text(out, 9, string(r.change()))
	out = number(out, 12, uint64(r.Reason))
	out = text(out, 13, r.Address)
	if r.Previous != "" {
		out = text(out, 14, r.Previous)
	}
	return out
}

// change makes a Change.
func (r Row) change() []byte {
	out := number(nil, 1, uint64(r.Action))
	if r.Action != plan.Create {
		out = text(out, 2, string(dynamic(r.Before, r.RawBefore)))
	}
	switch r.Action {
	case plan.NoOp, plan.Delete, plan.Forget:
	default:
		out = text(out, 2, string(dynamic(r.After, r.RawAfter)))
	}
	return out
}

// dynamic makes a DynamicValue of attributes, or of bytes as they are.
func dynamic(attributes map[string]any, raw []byte) []byte {
	if raw != nil {
		return text(nil, 1, string(raw))
	}
	if attributes == nil {
		return text(nil, 1, string(Value(nil)))
	}
	return text(nil, 1, string(Value(attributes)))
}

// number appends a field that is a number; protobuf leaves out zero.
func number(out []byte, id, v uint64) []byte {
	if v == 0 {
		return out
	}
	return binary.AppendUvarint(binary.AppendUvarint(out, id<<3), v)
}

// text appends a field that is bytes.
func text(out []byte, id uint64, v string) []byte {
	out = binary.AppendUvarint(binary.AppendUvarint(out, id<<3|2), uint64(len(v)))
	return append(out, v...)
}

// or returns s, or what stands for "".
func or(s, absent string) string {
	if s == "" {
		return absent
	}
	return s
}
