import Identity
import PlatformProtocol
import RealtimeDomain
import ResourceAPI

extension Watcher {
    /// A caller as a watcher. What is theirs is known by their subject: tokens name no client, person on file or place.
    init(_ caller: Caller) {
        self.init(
            organization: caller.organizationID,
            viewers: caller.identity.roles.roles.reduce(into: Viewers()) { viewers, role in
                if let viewer = Viewer(rawValue: role.rawValue) { viewers.formUnion(Viewers(viewer)) }
            },
            owned: [.user(caller.actor.text)])
    }
}
