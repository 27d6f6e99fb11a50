package machine

import "testing"

func FuzzRecord(f *testing.F) {
	f.Add([]byte(`{"address":"127.0.0.1:27015"}`))
	f.Add([]byte(`{"address":"[::1]:27015","more":[1,2,3]}`))
	f.Add([]byte(`{"address":"127.0.0.1:0"}`))
	f.Add([]byte(`{"address":7}`))
	f.Add([]byte(`{"address":"`))
	f.Fuzz(func(t *testing.T, b []byte) {
		address, err := parseRecord(b)
		if err == nil && (!address.IsValid() || address.Port() == 0) {
			t.Fatalf("%q gives %v", b, address)
		}
	})
}
