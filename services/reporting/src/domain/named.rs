//! Values that are written by name, in databases and files.

/// Declares an enum whose values have names.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $( $(#[$of_value:meta])* $variant:ident = $text:literal ),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum $name { $( $(#[$of_value])* $variant ),+ }

        impl $name {
            /// Every one.
            pub(crate) const ALL: &'static [Self] = &[$( Self::$variant ),+];

            /// Its name, as databases and files have it.
            pub(crate) fn name(self) -> &'static str {
                match self { $( Self::$variant => $text ),+ }
            }

            /// The one of a name.
            pub(crate) fn of_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}

pub(crate) use named;
