//go:build linux

package main

import (
	"fmt"
	"math"
	"strings"
)

// Sizes of the picture, in pixels.
const (
	panelWidth  = 250
	panelHeight = 150
	margin      = 50
)

// plot draws the rows as an SVG: a panel for each quantity over the number of
// sessions, which grows by doubling.
func plot(rows []row) []byte {
	var svg strings.Builder
	panels := []struct {
		title  string
		of     func(row) float64
		format string
	}{
		{"messages a second, all sessions, thousands", func(r row) float64 { return r.PerSecond / 1000 }, "%.0f"},
		{"round trip p99, ms", func(r row) float64 { return r.P99 / 1000 }, "%.2f"},
		{"resident memory of an idle session, KB", func(r row) float64 { return r.Resident }, "%.0f"},
	}
	width := len(panels)*(panelWidth+margin) + margin
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", width, panelHeight+2*margin)
	fmt.Fprintf(&svg, `<rect width="100%%" height="100%%" fill="white"/>`+"\n")
	for i, p := range panels {
		fmt.Fprintf(&svg, `<g transform="translate(%d,%d)">`+"\n", margin+i*(panelWidth+margin), margin)
		fmt.Fprintf(&svg, `<text x="0" y="-24" font-weight="bold">%s</text>`+"\n", p.title)
		fmt.Fprintf(&svg, `<path d="M0 0V%d H%d" fill="none" stroke="#888"/>`+"\n", panelHeight, panelWidth)
		highest := 0.0
		for _, r := range rows {
			highest = max(highest, p.of(r))
		}
		var line, dots strings.Builder
		for _, r := range rows {
			x := panelWidth * (0.05 + 0.9*math.Log2(float64(r.Sessions))/math.Log2(float64(rows[len(rows)-1].Sessions)))
			y := panelHeight * (1 - p.of(r)/highest)
			fmt.Fprintf(&line, "%.1f,%.1f ", x, y)
			fmt.Fprintf(&dots, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="#478cbf"/>`+"\n", x, y)
			fmt.Fprintf(&dots, `<text x="%.1f" y="%.1f" text-anchor="middle">`+p.format+"</text>\n", x, y-8, p.of(r))
			fmt.Fprintf(&dots, `<text x="%.1f" y="%d" text-anchor="middle">%d</text>`+"\n", x, panelHeight+18, r.Sessions)
		}
		fmt.Fprintf(&svg, `<polyline points="%s" fill="none" stroke="#478cbf" stroke-width="2"/>`+"\n", strings.TrimSpace(line.String()))
		svg.WriteString(dots.String())
		fmt.Fprintf(&svg, `<text x="%d" y="%d" text-anchor="middle">sessions</text>`+"\n</g>\n", panelWidth/2, panelHeight+36)
	}
	svg.WriteString("</svg>\n")
	return []byte(svg.String())
}
