// The package's module for browsers, which its types do not name.
declare module 'sortablejs/modular/sortable.esm.js' {
  import Sortable from 'sortablejs';

  export default Sortable;
}
