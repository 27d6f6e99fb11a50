package standalone

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
)

func TestAnIdentityIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	first, err := loadIdentity(dir)
	require.NoError(t, err)
	first.release()
	again, err := loadIdentity(dir)
	require.NoError(t, err)
	defer again.release()
	require.Equal(t, first.steamID, again.steamID)

	for name, mode := range map[string]os.FileMode{"": 0o700 | os.ModeDir, "identity.pem": 0o600, "identity.lock": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode(), "of %q", name)
	}
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 2, "nothing else is left lying about")
}

func TestASecondInstanceIsSomebodyElse(t *testing.T) {
	o := Options{DataDir: t.TempDir()}
	log := slog.New(slog.DiscardHandler)
	first := chooseIdentity(o, log)
	second := chooseIdentity(o, log)
	third := chooseIdentity(o, log)
	require.NotEqual(t, first.steamID, second.steamID)
	require.NotEqual(t, second.steamID, third.steamID)
	second.release()
	require.NotEqual(t, first.steamID, chooseIdentity(o, log).steamID, "the first still runs")
	first.release()
	fourth := chooseIdentity(o, log)
	require.Equal(t, first.steamID, fourth.steamID)
	fourth.release()
}

func TestASteamIDIsItsKeysFingerprint(t *testing.T) {
	id := identityFromText("a").steamID
	require.Equal(t, networking.UniverseDev, id.Universe())
	require.Equal(t, networking.AccountAnonUser, id.Type())
	require.True(t, id.CanHoldSession())
	require.Equal(t, id, identityFromText("a").steamID)
	require.NotEqual(t, id, identityFromText("b").steamID)
	require.NotEqual(t, id, ephemeralIdentity().steamID)
	peer, err := networking.PeerID(int64(id))
	require.NoError(t, err)
	require.Equal(t, id, peer)
	// Scripts and saved games may hold it: the rule must not change.
	require.Equal(t, "337562633677805529", id.String())
}

func TestAKeyFileThatCannotBeUsed(t *testing.T) {
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(other)
	require.NoError(t, err)
	for _, c := range []struct{ name, content, text string }{
		{"empty", "", " is not a PEM file: move it away to get a new identity"},
		{"text", "not a key", " is not a PEM file: move it away to get a new identity"},
		{"a PEM of rubbish", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{1, 2, 3}})), ": move it away to get a new identity"},
		{"another kind of key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), " holds a key that is not Ed25519: move it away to get a new identity"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "identity.pem")
			require.NoError(t, os.WriteFile(path, []byte(c.content), 0o600))
			_, err := loadIdentity(dir)
			require.ErrorContains(t, err, path)
			require.ErrorContains(t, err, c.text)

			var log strings.Builder
			id := chooseIdentity(Options{DataDir: dir}, slog.New(slog.NewTextHandler(&log, nil)))
			require.Nil(t, id.lock, "somebody new, for this run")
			require.Contains(t, log.String(), "the Steam ID of this run will not last")
			content, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, c.content, string(content), "the file is left for its owner to look at")
		})
	}
}

func TestWithoutAPlaceForAKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	var log strings.Builder
	id := chooseIdentity(Options{DataDir: file}, slog.New(slog.NewTextHandler(&log, nil)))
	require.True(t, id.steamID.CanHoldSession())
	require.Contains(t, log.String(), "will not last")
}

func TestTheSameFixedIdentityTwice(t *testing.T) {
	o := Options{Identity: "same", DataDir: t.TempDir()}
	c := platform.Config{AppID: testApp, Signals: new(signals.Queue)}
	a, err := Start(c, o)
	require.NoError(t, err)
	_, err = Start(c, o)
	require.ErrorIs(t, err, errIDInUse)
	require.EqualError(t, err, `another process on this machine runs with the same Steam ID: GODOTSTEAM_IDENTITY is "same" there too; give each process its own`)
	a.Shutdown()
	again, err := Start(c, o)
	require.NoError(t, err)
	require.Equal(t, a.SteamID(), again.SteamID())
	again.Shutdown()
}

func TestACertificateHoldsTheKeyAndNothingElse(t *testing.T) {
	id := identityFromText("a")
	c, err := id.certificate()
	require.NoError(t, err)
	parsed, err := x509.ParseCertificate(c.Certificate[0])
	require.NoError(t, err)
	require.Equal(t, id.steamID, steamIDOf(parsed.PublicKey.(ed25519.PublicKey)))
	require.Empty(t, parsed.Subject.String())
	require.Empty(t, parsed.DNSNames)
}
