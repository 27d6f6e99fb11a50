package steam

import (
	"maps"
	"slices"

	"godotsteam/gd"
	"godotsteam/signals"
)

// signalTypes are the types of signals' arguments as Godot has them.
var signalTypes = map[signals.Type]gd.Type{
	signals.Int:        gd.Int,
	signals.Float:      gd.Float,
	signals.Bool:       gd.Bool,
	signals.String:     gd.String,
	signals.Bytes:      gd.PackedByteArray,
	signals.Array:      gd.ArrayType,
	signals.Dictionary: gd.DictionaryType,
}

func classSignals() []gd.Signal {
	var list []gd.Signal
	for _, s := range signals.All() {
		args := make([]gd.SignalArg, len(s.Args))
		for i, a := range s.Args {
			args[i] = gd.SignalArg{Name: a.Name, Type: signalTypes[a.Type]}
		}
		list = append(list, gd.Signal{Name: s.Name, Args: args})
	}
	return list
}

func (s *Steam) emit(e signals.Event) {
	sig := signals.Of(e)
	values := sig.Values(e)
	for i := range values {
		values[i] = forGodot(values[i])
	}
	s.class.Emit(sig.Name, values...)
	s.unheard.emitted(e)
	s.tellPeers(e)
}

// forGodot makes the engine's kinds of a map and a list, and of those in them.
// A Dictionary keeps the order in which it is made: that of its keys.
func forGodot(v any) any {
	switch v := v.(type) {
	case map[string]any:
		items := make(gd.Items, 0, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			items = append(items, gd.Item{Key: key, Value: forGodot(v[key])})
		}
		return items
	case signals.Entries:
		items := make(gd.Items, len(v))
		for i, e := range v {
			items[i] = gd.Item{Key: e.Key, Value: forGodot(e.Value)}
		}
		return items
	case []any:
		list := make(gd.Array, len(v))
		for i := range v {
			list[i] = forGodot(v[i])
		}
		return list
	}
	return v
}
