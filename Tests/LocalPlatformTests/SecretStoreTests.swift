import Crypto
import Foundation
import Identity
import Testing

@testable import LocalPlatform

@Suite("Keys and secrets of a checkout") struct SecretStoreTests {
    @Test("each is made once, of chance, and only its owner can read it")
    func once() throws {
        let (scene, other) = (try Scene(), try Scene())
        defer { for scene in [scene, other] { scene.remove() } }
        let store = SecretStore(in: scene.folder)
        #expect(try store.makeAll() == 23)
        let first = try contents(scene)
        #expect(try store.makeAll() == 23)
        #expect(try contents(scene) == first)
        _ = try SecretStore(in: other.folder).makeAll()
        let second = try contents(other)
        for (name, text) in first {
            #expect(second[name] != text, "\(name) must not be the same in two checkouts")
            #expect(text.utf8.count >= 43)
            let path = "\(scene.folder.secrets)/\(name)"
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: scene.folder.secrets)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    @Test("a key that cannot be one is named, and not replaced")
    func damaged() throws {
        let scene = try Scene()
        defer { scene.remove() }
        let path = scene.folder.secrets + "/RISHI_INTERNAL_KEY"
        try "no key".write(toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: LocalPlatformError.self) { try SecretStore(in: scene.folder).internalKeys() }
        #expect(error?.description.contains(path) == true)
        #expect(scene.contents(path) == "no key")
    }

    @Test("no key, no token: what was never started has none to sign with")
    func neverStarted() throws {
        let scene = try Scene()
        defer { scene.remove() }
        #expect(throws: LocalPlatformError.neverStarted(scene.folder.secrets)) {
            try SecretStore(in: scene.folder).tokenKey()
        }
    }

    private func contents(_ scene: Scene) throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: scene.folder.secrets)
        return Dictionary(uniqueKeysWithValues: names.map { ($0, scene.contents("\(scene.folder.secrets)/\($0)")) })
    }
}
