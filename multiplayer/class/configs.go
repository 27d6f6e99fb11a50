package class

import (
	"fmt"
	"slices"

	"godotsteam/gd"
	"godotsteam/multiplayer"
	"godotsteam/networking/sockets"
)

// configs are the methods of expressobits' peer about Steam's settings of
// connections. They count for the connections of the next create_….
func configs() []gd.Method {
	key := gd.Param{Name: "steam_networking_config", Type: gd.Int, Enum: "SteamNetworkingConfig"}
	return []gd.Method{
		{Name: "set_options", Params: params(param("options", gd.DictionaryType)), Call: on(func(p *peer, c *gd.Call) {
			items, _ := c.Value(0).(gd.Items)
			p.setOptions(func(gd.Items) gd.Items { return items })
		})},
		{Name: "get_options", Result: gd.DictionaryType, Call: of(func(p *peer, c *gd.Call) {
			p.mu.Lock()
			defer p.mu.Unlock()
			c.SetItems(slices.Concat(gd.Items{}, p.options))
		})},
		{Name: "set_config", Params: params(key, param("value", gd.Variant)), Call: on(func(p *peer, c *gd.Call) {
			k, v := c.Int(0), c.Value(1)
			p.setOptions(func(items gd.Items) gd.Items { return append(without(items, k), gd.Item{Key: k, Value: v}) })
		})},
		{Name: "clear_config", Params: params(key), Call: on(func(p *peer, c *gd.Call) {
			k := c.Int(0)
			p.setOptions(func(items gd.Items) gd.Items { return without(items, k) })
		})},
		{Name: "clear_all_configs", Call: on(func(p *peer, _ *gd.Call) {
			p.setOptions(func(gd.Items) gd.Items { return nil })
		})},
		// Steam's number of the listen socket is no script's business.
		{Name: "get_listen_socket", Result: gd.Int, Call: of(func(_ *peer, c *gd.Call) { c.SetInt(0) })},
	}
}

func without(items gd.Items, key int64) gd.Items {
	return slices.DeleteFunc(slices.Clone(items), func(i gd.Item) bool { return i.Key == key })
}

func (p *peer) setOptions(change func(gd.Items) gd.Items) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.options = change(p.options)
	var options []multiplayer.Option
	for _, item := range p.options {
		key, ok := item.Key.(int64)
		switch item.Value.(type) {
		case bool, int64, float64, string:
		default:
			ok = false
		}
		if !ok {
			p.core.Warn("options", "an option was left out: a key is a SteamNetworkingConfig, and a value a bool, an int, "+
				"a float or a String")
			continue
		}
		// With one of those Steam would make no connection at all.
		if info, known := sockets.ValueInfoOf(sockets.ConfigValue(key)); known && info.Scope == sockets.ScopeGlobal {
			p.core.Warn("options of all", fmt.Sprintf("option %d was left out: Steam has it for all connections of a game "+
				"alone: Steam.setGlobalConfigValueInt32 and …Float set it", key))
			continue
		}
		options = append(options, multiplayer.Option{Key: int(key), Value: item.Value})
	}
	p.core.SetOptions(options)
}

// addOptions adds to the options what create_host and create_client got in the
// early form: an Array for each, of a SteamNetworkingConfig, the number of its
// type, which is not needed here, and the value.
func (p *peer) addOptions(list any) {
	array, _ := list.(gd.Array)
	if len(array) == 0 {
		return
	}
	p.setOptions(func(items gd.Items) gd.Items {
		for _, v := range array {
			option, _ := v.(gd.Array)
			if len(option) != 3 {
				option = gd.Array{v, nil, nil} // warned of
			}
			key, _ := option[0].(int64)
			items = append(without(items, key), gd.Item{Key: option[0], Value: option[2]})
		}
		return items
	})
}
