import KitsService
import ServiceHost

@main
struct Main {
    static func main() throws {
        try ServiceHost.main(KitManagement.self)
    }
}
