import CivilTime
import HTML
import Words

extension Phrase {
    /// The phrase as HTML: names are isolated, days and months are `time` elements, and amounts do not wrap.
    var html: HTML {
        HTML.joined(
            runs.map { run -> HTML in
                switch run.kind {
                case .plain: "\(run.text)"
                case .strong: "<strong>\(run.text)</strong>"
                case .name, .typed: "<bdi>\(run.text)</bdi>"
                case .day(let day): "<time datetime=\"\(day.description)\">\(run.text)</time>"
                case .month(let month): "<time datetime=\"\(month.description)\">\(run.text)</time>"
                case .amount: "<span class=\"sum\">\(run.text)</span>"
                }
            })
    }
}
