package survey

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"tagout/internal/diag"
	"tagout/internal/scan"
)

const (
	// patience bounds how long the commands of one file are judged: a file that
	// somebody made to be slow must not hold up the rest.
	patience = 20 * time.Second
	// maxVariants bounds how many texts that one line of a file expands to are
	// judged: a recipe of a hundred targets, under four values of a variable, is
	// four hundred texts that differ in a file's name.
	maxVariants = 12
	// maxFindings bounds what is told of one file.
	maxFindings = 1000
)

// judged judges the commands of a file, and tells what it leaves out.
func (j *judge) judged(limit time.Duration) {
	list, left := varied(j.file.items)
	for _, i := range left {
		start, end, _ := i.place(span(0, len(i.text)))
		j.file.problem(start, end-start, diag.Note, scan.Unread, fmt.Sprintf("of the texts that this line expands to %d were judged, which are not all", maxVariants))
	}
	end := time.Now().Add(cmp.Or(limit, patience))
	for n, i := range list {
		if n > 0 && time.Now().After(end) {
			j.file.problem(0, 0, diag.Warning, scan.Unread, fmt.Sprintf("%d of the %d commands of the file were judged, for that takes too long", n, len(list)))
			return
		}
		if len(j.findings) >= maxFindings {
			j.file.problem(0, 0, diag.Warning, scan.Unread, fmt.Sprintf("%d of the %d commands of the file were judged, for in these so much is found", n, len(list)))
			return
		}
		j.item(i)
	}
}

// varied leaves out the texts of a line beyond maxVariants, evenly, so that those
// of early and of late targets and values are among what is kept; left has one of
// each line of which some are left out. The first of each line comes first: what
// the time does not suffice for is more of the same.
func varied(items []item) (list []*item, left []*item) {
	lines := map[string][]*item{}
	var order []string
	for k := range items {
		key := items[k].line()
		if lines[key] == nil {
			order = append(order, key)
		}
		lines[key] = append(lines[key], &items[k])
	}
	for _, key := range order {
		if all := lines[key]; len(all) > maxVariants {
			lines[key], left = spread(all), append(left, all[0])
		}
	}
	for n := range maxVariants {
		for _, key := range order {
			if all := lines[key]; n < len(all) {
				list = append(list, all[n])
			}
		}
	}
	return list, left
}

// spread picks maxVariants of a list, the first and the last among them.
func spread(all []*item) (out []*item) {
	for n := range maxVariants {
		out = append(out, all[n*(len(all)-1)/(maxVariants-1)])
	}
	return out
}

// line names the place where an item begins, and the program that it begins with:
// texts of both are variants of one.
func (i *item) line() string {
	start, _, _ := i.place(span(0, 0))
	word, _, _ := strings.Cut(strings.TrimSpace(i.text), " ")
	return fmt.Sprint(start, " ", i.on, " ", i.shell, " ", word)
}
