//! Networks of actors for programs: GEXF 1.3 for Gephi, GraphML for whatever else draws or measures
//! graphs, a table of the edges, JSON. Nodes have the ids of actors in all of them.

use super::csv::{cause, safe, table};
use crate::model::{Network, Tallied};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes a network as one JSON object: `query`, `total`, `by`, `distinct`, `nodes`, `edges`;
/// `copies` where these were grouped. NetworkX reads it by `node_link_graph(data, edges="edges",
/// multigraph=False)`.
///
/// # Errors
/// What the writer says.
pub fn network_json(out: &mut dyn Write, network: &Network) -> io::Result<()> {
    super::write_json(&mut *out, network)?;
    out.write_all(b"\n")
}

/// Writes the edges as a table, the heaviest first, with the columns that Gephi asks for.
///
/// # Errors
/// What the writer says.
pub fn network_csv(out: &mut dyn Write, network: &Network) -> io::Result<()> {
    let mut rows = table(out);
    let head = [
        "source",
        "target",
        "type",
        "weight",
        "articles",
        "source_name",
        "source_kind",
        "target_name",
        "target_kind",
    ];
    rows.write_record(head).map_err(cause)?;
    let nodes = network.by_id();
    for edge in &network.edges {
        let [source, target] = [&edge.source, &edge.target].map(|id| nodes.get(id.as_str()));
        let name = |node: Option<&&Tallied>| node.map_or(String::new(), |node| node.name.clone());
        let kind = |node: Option<&&Tallied>| node.map_or("", |node| node.kind.name()).to_owned();
        let cells = [
            edge.source.clone(),
            edge.target.clone(),
            "Undirected".to_owned(),
            edge.weight.to_string(),
            edge.articles.to_string(),
            name(source),
            kind(source),
            name(target),
            kind(target),
        ];
        let cells = cells.iter().map(|cell| safe(cell));
        for cell in cells {
            rows.write_field(cell.as_ref()).map_err(cause)?;
        }
        rows.write_record(None::<&[u8]>).map_err(cause)?;
    }
    rows.flush()
}

/// What a node is said to be: name of the attribute, its type, its value.
type Facts = [(&'static str, &'static str, fn(&Tallied) -> String); 4];

const FACTS: Facts = [
    ("kind", "string", |node| node.kind.name().to_owned()),
    ("codes", "string", |node| node.codes.join(" ")),
    ("articles", "long", |node| node.articles.to_string()),
    ("mentions", "long", |node| node.mentions.to_string()),
];

/// Writes a network as GEXF 1.3.
///
/// # Errors
/// What the writer says.
pub fn network_gexf(out: &mut dyn Write, network: &Network) -> io::Result<()> {
    let mut xml = begun(out)?;
    let about = about(network);
    xml.create_element("gexf")
        .with_attributes([("xmlns", "http://gexf.net/1.3"), ("version", "1.3")])
        .write_inner_content(|xml| {
            xml.create_element("meta").write_inner_content(|xml| {
                text(xml, "creator", &[], "dateline")?;
                text(xml, "description", &[], &about)
            })?;
            xml.create_element("graph")
                .with_attributes([("defaultedgetype", "undirected"), ("mode", "static")])
                .write_inner_content(|xml| gexf_graph(xml, network))?;
            Ok(())
        })?;
    ended(xml)
}

fn gexf_graph(xml: &mut Xml<'_>, network: &Network) -> io::Result<()> {
    let attribute = |xml: &mut Xml<'_>, (name, kind): (&str, &str)| {
        empty(
            xml,
            "attribute",
            &[("id", name), ("title", name), ("type", kind)],
        )
    };
    let value = |xml: &mut Xml<'_>, name: &str, value: &str| {
        empty(xml, "attvalue", &[("for", name), ("value", value)])
    };
    xml.create_element("attributes")
        .with_attributes([("class", "node"), ("mode", "static")])
        .write_inner_content(|xml| {
            let mut facts = FACTS.iter();
            facts.try_for_each(|&(name, kind, _)| attribute(xml, (name, kind)))
        })?;
    xml.create_element("attributes")
        .with_attributes([("class", "edge"), ("mode", "static")])
        .write_inner_content(|xml| attribute(xml, ("articles", "long")))?;
    xml.create_element("nodes").write_inner_content(|xml| {
        network.nodes.iter().try_for_each(|node| {
            xml.create_element("node")
                .with_attributes([("id", &*legal(&node.id)), ("label", &*legal(&node.name))])
                .write_inner_content(|xml| {
                    xml.create_element("attvalues").write_inner_content(|xml| {
                        let mut facts = FACTS.iter();
                        facts.try_for_each(|(name, _, fact)| value(xml, name, &fact(node)))
                    })?;
                    Ok(())
                })?;
            Ok(())
        })
    })?;
    xml.create_element("edges").write_inner_content(|xml| {
        network
            .edges
            .iter()
            .zip(0..)
            .try_for_each(|(edge, number): (_, u64)| {
                xml.create_element("edge")
                    .with_attributes([
                        ("id", &*number.to_string()),
                        ("source", &*legal(&edge.source)),
                        ("target", &*legal(&edge.target)),
                        ("weight", &*edge.weight.to_string()),
                    ])
                    .write_inner_content(|xml| {
                        xml.create_element("attvalues").write_inner_content(|xml| {
                            value(xml, "articles", &edge.articles.to_string())
                        })?;
                        Ok(())
                    })?;
                Ok(())
            })
    })?;
    Ok(())
}

/// Writes a network as GraphML. The ids are those of actors, as every program writes its own there,
/// though the schema would have them name tokens, which begin with no question mark.
///
/// # Errors
/// What the writer says.
pub fn network_graphml(out: &mut dyn Write, network: &Network) -> io::Result<()> {
    let mut xml = begun(out)?;
    let about = about(network);
    xml.create_element("graphml")
        .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"))
        .write_inner_content(|xml| {
            let key = |xml: &mut Xml<'_>, id: &str, of: &str, name: &str, kind: &str| {
                let attributes = [
                    ("id", id),
                    ("for", of),
                    ("attr.name", name),
                    ("attr.type", kind),
                ];
                empty(xml, "key", &attributes)
            };
            text(xml, "desc", &[], &about)?;
            key(xml, "label", "node", "label", "string")?;
            for (name, kind, _) in FACTS {
                key(xml, name, "node", name, kind)?;
            }
            // A key stands for one name; that of the edges needs an id of its own.
            key(xml, "weight", "edge", "weight", "double")?;
            key(xml, "edge-articles", "edge", "articles", "long")?;
            xml.create_element("graph")
                .with_attributes([("id", "actors"), ("edgedefault", "undirected")])
                .write_inner_content(|xml| graphml_graph(xml, network))?;
            Ok(())
        })?;
    ended(xml)
}

fn graphml_graph(xml: &mut Xml<'_>, network: &Network) -> io::Result<()> {
    let data =
        |xml: &mut Xml<'_>, key: &str, value: &str| text(xml, "data", &[("key", key)], value);
    for node in &network.nodes {
        xml.create_element("node")
            .with_attribute(("id", &*legal(&node.id)))
            .write_inner_content(|xml| {
                data(xml, "label", &node.name)?;
                let mut facts = FACTS.iter();
                facts.try_for_each(|(name, _, fact)| data(xml, name, &fact(node)))
            })?;
    }
    for (edge, number) in network.edges.iter().zip(0u64..) {
        xml.create_element("edge")
            .with_attributes([
                ("id", &*format!("e{number}")),
                ("source", &*legal(&edge.source)),
                ("target", &*legal(&edge.target)),
            ])
            .write_inner_content(|xml| {
                data(xml, "weight", &edge.weight.to_string())?;
                data(xml, "edge-articles", &edge.articles.to_string())
            })?;
    }
    Ok(())
}

type Xml<'a> = Writer<&'a mut dyn Write>;

fn begun(out: &mut dyn Write) -> io::Result<Xml<'_>> {
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(xml)
}

fn ended(xml: Xml<'_>) -> io::Result<()> {
    xml.into_inner().write_all(b"\n")
}

/// What the weights are, and of what.
fn about(network: &Network) -> String {
    format!(
        "Actors that stand together in a {}, in the articles that match: {}",
        network.by.name(),
        network.query
    )
}

fn empty(xml: &mut Xml<'_>, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let attributes: Vec<(&str, Cow<'_, str>)> = attributes
        .iter()
        .map(|&(name, value)| (name, legal(value)))
        .collect();
    let attributes = attributes.iter().map(|(name, value)| (*name, &**value));
    xml.create_element(name)
        .with_attributes(attributes)
        .write_empty()?;
    Ok(())
}

fn text(
    xml: &mut Xml<'_>,
    name: &str,
    attributes: &[(&str, &str)],
    content: &str,
) -> io::Result<()> {
    let content = legal(content);
    xml.create_element(name)
        .with_attributes(attributes.iter().copied())
        .write_text_content(BytesText::new(&content))?;
    Ok(())
}

/// Text without what XML 1.0 cannot hold, and without what a terminal acts on.
fn legal(text: &str) -> Cow<'_, str> {
    let is_illegal = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{fffe}' | '\u{ffff}');
    match text.contains(is_illegal) {
        true => text.replace(is_illegal, "\u{fffd}").into(),
        false => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorKind, Edge, Together};
    use roxmltree::{Document, Node};

    fn sample() -> Network {
        let node = |id: &str, name: &str, kind, codes: &[&str]| Tallied {
            id: id.into(),
            name: name.into(),
            kind,
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            articles: 5,
            mentions: 9,
        };
        Network {
            query: "a < \"b\" & c".into(),
            total: 12,
            copies: None,
            by: Together::Sentence,
            distinct: 40,
            stale: 0,
            nodes: vec![
                node("state:RUS", "Russia", ActorKind::State, &["RUS"]),
                node(
                    "?per:o-neil",
                    "=O'Neil & <\u{1b}[2J\"Sons\">",
                    ActorKind::Person,
                    &[],
                ),
                node(
                    "agent:RUSMIL",
                    "Russia: military",
                    ActorKind::Government,
                    &["RUSMIL", "RUS"],
                ),
            ],
            edges: vec![Edge {
                source: "state:RUS".into(),
                target: "?per:o-neil".into(),
                weight: 7,
                articles: 4,
            }],
        }
    }

    fn written(write: fn(&mut dyn Write, &Network) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out, &sample()).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with('\n') && !text.contains('\u{1b}'), "{text}");
        text
    }

    fn all<'a>(xml: &'a Document<'_>, name: &str) -> Vec<Node<'a, 'a>> {
        let nodes = xml.root().descendants();
        nodes
            .filter(|node| node.tag_name().name() == name)
            .collect()
    }

    #[test]
    fn gexf_is_xml_with_every_node_and_edge() {
        let text = written(network_gexf);
        let xml = Document::parse(&text).unwrap();
        assert_eq!(
            xml.root_element().tag_name().namespace(),
            Some("http://gexf.net/1.3")
        );
        let nodes = all(&xml, "node");
        assert_eq!(nodes.len(), 3);
        assert_eq!(nodes[1].attribute("id"), Some("?per:o-neil"));
        assert_eq!(
            nodes[1].attribute("label"),
            Some("=O'Neil & <\u{fffd}[2J\"Sons\">")
        );
        let values: Vec<_> = nodes[2]
            .descendants()
            .filter_map(|node| Some((node.attribute("for")?, node.attribute("value")?)))
            .collect();
        let expected = [
            ("kind", "government"),
            ("codes", "RUSMIL RUS"),
            ("articles", "5"),
            ("mentions", "9"),
        ];
        assert_eq!(values, expected);
        let edge = all(&xml, "edge")[0];
        assert_eq!(edge.attribute("target"), Some("?per:o-neil"));
        assert_eq!(edge.attribute("weight"), Some("7"));
    }

    #[test]
    fn graphml_is_xml_with_every_node_and_edge() {
        let text = written(network_graphml);
        let xml = Document::parse(&text).unwrap();
        let keys: Vec<_> = all(&xml, "key")
            .iter()
            .filter_map(|key| key.attribute("id"))
            .collect();
        for data in all(&xml, "data") {
            assert!(keys.contains(&data.attribute("key").unwrap()));
        }
        let node = all(&xml, "node")[1];
        assert_eq!(node.attribute("id"), Some("?per:o-neil"));
        let label = node.first_element_child().unwrap();
        assert_eq!(label.text(), Some("=O'Neil & <\u{fffd}[2J\"Sons\">"));
        let edge = all(&xml, "edge")[0];
        let data: Vec<_> = edge.descendants().filter_map(|node| node.text()).collect();
        assert!(data.contains(&"7") && data.contains(&"4"), "{data:?}");
    }

    #[test]
    fn the_table_has_the_columns_that_gephi_asks_for() {
        let expected = "source,target,type,weight,articles,source_name,source_kind,target_name,target_kind\r\n\
            state:RUS,?per:o-neil,Undirected,7,4,Russia,state,\"'=O'Neil & <\\x1b[2J\"\"Sons\"\">\",person\r\n";
        assert_eq!(written(network_csv), expected);
    }
}
