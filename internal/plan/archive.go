package plan

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	// maxBody bounds the plan itself, inflated: 3,000 deletes have 4 MB.
	maxBody = 64 << 20
	// maxRatio is what deflate makes of a byte at most.
	maxRatio = 1032
	// endSize is the length of the record at the end of a zip archive, without
	// a comment (section 4.3.16 of APPNOTE.TXT), and locatorSize that of the
	// zip64 locator before it (4.3.15).
	endSize, locatorSize = 22, 20
)

// Read reads a plan from the bytes of its file. The error says in a few words
// why it is not understood.
func Read(data []byte) (*Plan, error) {
	body, err := member(data)
	if err != nil {
		return nil, err
	}
	return decode(body)
}

// member returns the plan in the archive. The first member of its name is taken,
// by the library that Terraform and OpenTofu themselves take it with: two readers
// of one archive are two opinions of what it holds.
func member(data []byte) (string, error) {
	if err := envelope(data); err != nil {
		return "", err
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", fmt.Errorf("a broken archive: %w", err)
	}
	for _, file := range archive.File {
		if file.Name == "tfplan" {
			return inflate(file, uint64(len(data)))
		}
	}
	return "", errors.New("an archive without a plan")
}

// envelope refuses what is no archive and any archive that is not laid out as
// Terraform does it: from the first byte, its directory and the end of it last,
// no comment, no zip64. The releases of archive/zip that a terraform may be built
// with differ in how they look for the end behind a comment and for the beginning
// behind other bytes; here they have nothing to differ about.
func envelope(data []byte) error {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return errors.New(notArchive(data))
	}
	end := len(data) - endSize
	if end < endSize || !bytes.HasPrefix(data[end:], []byte("PK\x05\x06")) {
		return errors.New("truncated, or with something after its end")
	}
	size := int64(binary.LittleEndian.Uint32(data[end+12:]))
	start := int64(binary.LittleEndian.Uint32(data[end+16:]))
	zip64 := bytes.HasPrefix(data[end-locatorSize:], []byte("PK\x06\x07"))
	if comment := binary.LittleEndian.Uint16(data[end+20:]); comment != 0 || start+size != int64(end) || zip64 {
		return errors.New("an archive laid out as terraform does not")
	}
	return nil
}

// notArchive says what a file is that is no archive.
func notArchive(data []byte) string {
	switch {
	case len(data) == 0:
		return "empty"
	case bytes.Contains(data, []byte(`"encrypted_data"`)):
		return "encrypted (OpenTofu)"
	case bytes.Contains(data, []byte(`"remote_plan_format"`)):
		return "a bookmark of a remote run"
	case bytes.HasPrefix(data, []byte("tfplan")):
		return "of Terraform 0.11 or older"
	}
	return "not a zip archive"
}

// inflate reads a member to its end, where archive/zip compares the checksum.
func inflate(file *zip.File, most uint64) (string, error) {
	size := file.UncompressedSize64
	if size > maxBody {
		return "", fmt.Errorf("larger than %d MiB", maxBody>>20)
	}
	if file.CompressedSize64 > most || size > maxRatio*file.CompressedSize64 {
		return "", errors.New("an archive whose sizes cannot be")
	}
	r, err := file.Open()
	if err != nil {
		return "", fmt.Errorf("a broken archive: %w", err)
	}
	defer r.Close()
	var body strings.Builder
	body.Grow(int(size))
	n, err := io.Copy(&body, io.LimitReader(r, maxBody+1))
	if err != nil {
		return "", fmt.Errorf("a broken archive: %w", err)
	}
	if uint64(n) != size {
		return "", errors.New("an archive whose sizes cannot be")
	}
	return body.String(), nil
}
