package endpoint

// Remember notes something about somebody. Where as many are known as may be, any other is forgotten: one who comes
// now is more likely to come again.
func Remember[K comparable, V any](what map[K]V, most int, who K, v V) {
	if _, known := what[who]; !known && len(what) >= most {
		for other := range what {
			delete(what, other)
			break
		}
	}
	what[who] = v
}
