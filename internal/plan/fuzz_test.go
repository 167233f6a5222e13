package plan_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"tagout/internal/plan"
	"tagout/internal/plan/plantest"
)

// FuzzRead reads files, and the same bytes as the message in a whole archive,
// where no checksum stands before the walkers; then as the values of a change.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.tfplan")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	p := plantest.Plan{Deferred: 1, Actions: 1, Errored: true}
	for _, a := range actions() {
		p.Rows = append(p.Rows, plantest.Row{
			Address: `module.m["x\"]"].aws_x.y[0]`, Deposed: "0a1b2c3d", Previous: "aws_x.z", Action: a, Reason: int(a),
			Before: map[string]any{"id": "x", "n": 1.5, "l": []any{1, nil, true, -300}},
			After:  map[string]any{"id": plantest.Unknown{}, "n": plantest.Dynamic{Type: `"number"`, Value: 7}, "l": []any{map[string]any{}}},
		})
	}
	f.Add(p.Body())
	f.Add(plantest.Value(p.Rows[0].Before))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, file := range [][]byte{data, stored(data), stored(wrap(data))} {
			p, err := plan.Read(file)
			if (p == nil) != (err != nil) {
				t.Fatal("neither a plan nor an error, or both")
			}
			if err != nil {
				continue
			}
			_ = p.Mode.String()
			for i := range p.Changes {
				c := &p.Changes[i]
				if c.Type() == "" || c.Action.String() == "" {
					t.Fatalf("half understood: %+v", c)
				}
				c.Sets()
				c.Before("id")
			}
		}
	})
}

// wrap makes the message of a plan of an update whose values are these bytes, in two halves.
func wrap(data []byte) []byte {
	half := len(data) / 2
	return plantest.Plan{Rows: []plantest.Row{{
		Address: "a.b", Action: plan.Update, RawBefore: data[:half], RawAfter: data[half:],
	}, {Address: "a.b", Action: plan.Update, RawBefore: data, RawAfter: data}}}.Body()
}

// stored puts a plan into an archive without compressing it, which would take
// more time than all the reading.
func stored(body []byte) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.CreateHeader(&zip.FileHeader{Name: "tfplan", Method: zip.Store})
	if err == nil {
		_, err = f.Write(body)
	}
	if err != nil || w.Close() != nil {
		panic("no archive")
	}
	return out.Bytes()
}
