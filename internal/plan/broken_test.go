package plan_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tagout/internal/plan"
	"tagout/internal/plan/plantest"
)

// refusal is the error of reading a file; it must have one, and no plan.
func refusal(t *testing.T, data []byte) string {
	t.Helper()
	p, err := plan.Read(data)
	require.Error(t, err)
	require.Nil(t, p)
	return err.Error()
}

// TestRefusals: what is not understood says so in a few words.
func TestRefusals(t *testing.T) {
	row := plantest.Row{Address: "a.b", Action: plan.Delete}
	good := plantest.File(row)
	body := plantest.Plan{Rows: []plantest.Row{row}}.Body()
	// A field 3 that holds a change with this body in field 9.
	change := func(inner string) []byte {
		m := "\x6a\x03a.b" + "\x4a" + string(rune(len(inner))) + inner
		return plantest.Archive([]byte("\x08\x03\x1a" + string(rune(len(m))) + m))
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "empty"},
		{"text", []byte("resource {}"), "not a zip archive"},
		{"encrypted", []byte(`{"meta":{"key_provider.pbkdf2.k":"e30="},"encrypted_data":"AAAA","encryption_version":"v0"}`), "encrypted (OpenTofu)"},
		{"bookmark", []byte(`{"remote_plan_format":1,"run_id":"run-x","hostname":"app.terraform.io"}`), "a bookmark of a remote run"},
		{"old", []byte("tfplan\x02gob"), "of Terraform 0.11 or older"},
		{"version 4", plantest.Plan{Format: 4}.File(), "unknown format version 4 (want 3)"},
		{"version 4 and broken", plantest.Archive([]byte("\x08\x04\x1a\x7f")), "unknown format version 4 (want 3)"},
		{"no version", plantest.Archive(nil), "unknown format version 0 (want 3)"},
		{"action 11", plantest.File(plantest.Row{Address: "a.b", Action: 11}), "unknown action 11"},
		{"action 4", plantest.File(plantest.Row{Address: "a.b", Action: 4}), "unknown action 4"},
		{"action of more than 32 bits", change("\x08\x80\x80\x80\x80\x10"), "unknown action 4294967296"},
		{"mode 3", plantest.Plan{Mode: 3}.File(), "unknown mode 3"},
		{"cut body", plantest.Archive(body[:len(body)-3]), "truncated"},
		{"cut file", good[:len(good)-1], "truncated, or with something after its end"},
		{"longer file", append(bytes.Clone(good), 'x'), "truncated, or with something after its end"},
		{"no change", plantest.Archive([]byte("\x08\x03\x1a\x05\x6a\x03a.b")), "a change without an action"},
		{"two changes in one", plantest.Archive([]byte("\x08\x03\x1a\x0d\x6a\x03a.b\x4a\x02\x08\x05\x4a\x02\x10\x00")), "broken: field 9 twice"},
		{"three values", change("\x08\x03\x12\x00\x12\x00\x12\x00"), "a change of more than two values"},
		{"group", plantest.Archive([]byte("\x08\x03\x1b\x1c")), "broken: wire type 3"},
		{"wire type 7", plantest.Archive([]byte("\x08\x03\x1f")), "broken: wire type 7"},
		{"field 0", plantest.Archive([]byte("\x08\x03\x02\x00")), "broken: a field number out of range"},
		{"field 2^29", plantest.Archive([]byte("\x08\x03\x80\x80\x80\x80\x10\x00")), "broken: a field number out of range"},
		{"changes that are a number", plantest.Archive([]byte("\x08\x03\x18\x00")), "broken: field 3 of another type"},
		{"action that is text", change("\x0a\x01\x05"), "broken: field 1 of another type"},
		{"long varint", plantest.Archive([]byte("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02")), "broken: a number of more than 64 bits"},
		{"length beyond the end", plantest.Archive([]byte("\x08\x03\x1a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")), "truncated"},
		{"text that is not UTF-8", plantest.Archive([]byte("\x08\x03\x72\x01\xff")), "broken: field 14 of another type"},
		{"no backend", plantest.Archive([]byte("\x08\x03")), "truncated: a plan without a backend"},
		{"broken backend", plantest.Archive([]byte("\x08\x03\x6a\x01\x0a")), "truncated"},
		{"two backends", plantest.Archive([]byte("\x08\x03\x6a\x00\x6a\x00")), "broken: field 13 twice"},
		{"too many changes", plantest.File(make([]plantest.Row, 0)...), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.want == "" {
				rows := bytes.Repeat([]byte("\x1a\x09\x6a\x03a.b\x4a\x02\x08\x05"), 100_001)
				c.data, c.want = plantest.Archive(append([]byte("\x08\x03"), rows...)), "more than 100000 changes"
			}
			require.Equal(t, c.want, refusal(t, c.data))
		})
	}
}

// TestLastCounts: of a scalar that comes twice protobuf takes the last.
func TestLastCounts(t *testing.T) {
	p, err := plan.Read(plantest.Archive([]byte("\x08\x04\x08\x03\x88\x01\x01\x88\x01\x02\xa0\x01\x01\xa0\x01\x00" +
		"\x1a\x0b\x6a\x03a.b\x4a\x04\x08\x03\x08\x05\x6a\x00")))
	require.NoError(t, err)
	require.Equal(t, plan.RefreshOnly, p.Mode)
	require.False(t, p.Errored)
	require.Equal(t, []string{"a.b |  |  | a | delete | "}, rows(p))
}

// TestUnknownFields: what is not known of a message of a later Terraform is
// passed over.
func TestUnknownFields(t *testing.T) {
	p, err := plan.Read(plantest.Archive([]byte("\x08\x03\xf8\x07\x05\xfa\x07\x01x\xf9\x0712345678\xfd\x071234\xfa\x01\x00\xda\x01\x00\x1a\x09\x6a\x03a.b\x4a\x02\x08\x05\x6a\x00")))
	require.NoError(t, err)
	require.Equal(t, 2, p.Deferred, "fields 27 and 31")
	require.Equal(t, []string{"a.b |  |  | a | delete | "}, rows(p))
}

// members makes an archive of these members.
func members(t *testing.T, comment string, all ...[2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range all {
		f, err := w.Create(m[0])
		require.NoError(t, err)
		_, err = io.WriteString(f, m[1])
		require.NoError(t, err)
	}
	require.NoError(t, w.SetComment(comment))
	require.NoError(t, w.Close())
	return out.Bytes()
}

// TestFirstMember: of two members of the name Terraform takes the first.
func TestFirstMember(t *testing.T) {
	one := string(plantest.Plan{Rows: []plantest.Row{{Address: "a.one", Action: plan.Delete}}}.Body())
	two := string(plantest.Plan{Rows: []plantest.Row{{Address: "a.two", Action: plan.Create}}}.Body())
	p, err := plan.Read(members(t, "", [2]string{"TFPLAN", two}, [2]string{"./tfplan", two}, [2]string{"tfplan", one}, [2]string{"tfplan", two}))
	require.NoError(t, err)
	require.Equal(t, "a.one", p.Changes[0].Address)
}

// TestEnvelope: archives that two readers may take for two things.
func TestEnvelope(t *testing.T) {
	body := string(plantest.Plan{}.Body())
	good := members(t, "", [2]string{"tfplan", body})
	require.Equal(t, "an archive without a plan", refusal(t, members(t, "", [2]string{"plan", body})))
	require.Equal(t, "truncated, or with something after its end", refusal(t, members(t, "PK", [2]string{"tfplan", body})))
	require.Equal(t, "truncated, or with something after its end", refusal(t, append(bytes.Clone(good), good...)[:len(good)+40]))
	require.Equal(t, "an archive laid out as terraform does not", refusal(t, append(bytes.Clone(good), good...)))
	require.Equal(t, "an archive laid out as terraform does not", refusal(t, append([]byte("PK\x03\x04"), good...)))
	fake := members(t, "PK\x05\x06"+strings.Repeat("\x00", 18), [2]string{"tfplan", body})
	require.Equal(t, "an archive laid out as terraform does not", refusal(t, fake))
}

// TestBombs: what claims or has more than the cap is not inflated.
func TestBombs(t *testing.T) {
	large := members(t, "", [2]string{"tfplan", strings.Repeat("\x00", 64<<20+1)})
	require.Equal(t, "larger than 64 MiB", refusal(t, large))
	directory := bytes.LastIndex(large, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(large[directory+24:], 1<<20)
	require.NotEmpty(t, refusal(t, large))
	small := members(t, "", [2]string{"tfplan", "\x08\x03"})
	directory = bytes.LastIndex(small, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(small[directory+24:], 60<<20)
	require.Equal(t, "an archive whose sizes cannot be", refusal(t, small))
	binary.LittleEndian.PutUint32(small[directory+20:], 1<<31)
	require.Equal(t, "an archive whose sizes cannot be", refusal(t, small))
}

// deletions counts what a plan deletes.
func deletions(p *plan.Plan) (n int) {
	for _, c := range p.Changes {
		if c.Action.Deletes() {
			n++
		}
	}
	return n
}

// TestCutFile: no beginning of a plan file is a plan.
func TestCutFile(t *testing.T) {
	data, err := os.ReadFile("testdata/destroy.tfplan")
	require.NoError(t, err)
	for n := range data {
		refusal(t, data[:n])
	}
}

// TestFlippedFile: a file with a flipped bit is refused or holds the same plan:
// the archive has a checksum.
func TestFlippedFile(t *testing.T) {
	data, err := os.ReadFile("testdata/destroy.tfplan")
	require.NoError(t, err)
	whole, err := plan.Read(data)
	require.NoError(t, err)
	require.NotZero(t, deletions(whole))
	same := 0
	for i := range data {
		for bit := range 8 {
			data[i] ^= 1 << bit
			if p, err := plan.Read(data); err == nil {
				same++
				require.Equal(t, whole, p, "byte %d, bit %d", i, bit)
			}
			data[i] ^= 1 << bit
		}
	}
	require.NotZero(t, same, "other members are not read")
}

// TestCutBody: no beginning of a plan in a whole archive has fewer deletions. The
// backend comes after the changes, and there is no plan without one.
func TestCutBody(t *testing.T) {
	body := plantest.Plan{Rows: []plantest.Row{
		{Address: "a.b", Action: plan.Delete, Before: map[string]any{"id": "x"}},
		{Address: "a.c", Action: plan.Delete, Before: map[string]any{"id": "y"}},
	}}.Body()
	for n := range body {
		p, err := plan.Read(plantest.Archive(body[:n]))
		if err == nil {
			require.Equal(t, 2, deletions(p), fmt.Sprint(n))
		}
	}
}
